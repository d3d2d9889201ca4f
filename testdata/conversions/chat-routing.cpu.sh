#!/usr/bin/env bash
# =============================================================================
# Scenario for the guide chat-routing
# Based on: guides/chat-routing (environment: cpu)
# Converted by llmdbench-ls for llm-d-benchmark v0.5.2.
# SOURCE comments give file, lines and text of the guide that a setting comes from.
# =============================================================================

# =============================================================================
# Model
# =============================================================================

# SOURCE: guides/chat-routing/ms-chat-routing/values_cpu.yaml
# Line 6:
#   name: example-lab/parrot-1b-chat
export LLMDBENCH_DEPLOY_MODEL_LIST=example-lab/parrot-1b-chat

# SOURCE: guides/chat-routing/ms-chat-routing/values_cpu.yaml
# Line 8:
#   size: 6Gi
export LLMDBENCH_VLLM_COMMON_PVC_MODEL_CACHE_SIZE=6Gi

# SOURCE: convention of the benchmark: the serve line reads the model from the volume at /model-cache/models
# NOTE: the guide loads the model from hf://example-lab/parrot-1b-chat.
export LLMDBENCH_VLLM_MODELSERVICE_URI_PROTOCOL=pvc

# =============================================================================
# Helm charts
# =============================================================================

# SOURCE: guides/chat-routing/helmfile.yaml.gotmpl
# Line 29:
#   version: v1.3.6
export LLMDBENCH_VLLM_INFRA_CHART_VERSION=v1.3.6

# SOURCE: guides/chat-routing/helmfile.yaml.gotmpl
# Line 53:
#   version: v0.4.6
export LLMDBENCH_VLLM_MODELSERVICE_CHART_VERSION=v0.4.6

# SOURCE: guides/chat-routing/helmfile.yaml.gotmpl
# Line 37:
#   version: v1.3.0
export LLMDBENCH_VLLM_GAIE_CHART_VERSION=v1.3.0

# SOURCE: convention: the framework derives this from the chart version before it reads the scenario
export LLMDBENCH_GATEWAY_API_INFERENCE_EXTENSION_CRD_REVISION=$LLMDBENCH_VLLM_GAIE_CHART_VERSION

# =============================================================================
# Images
# =============================================================================

# SOURCE: guides/chat-routing/ms-chat-routing/values_cpu.yaml
# Line 22:
#   image: images.example.com/serving/parrot-cpu:v0.4.2
export LLMDBENCH_LLMD_IMAGE_REGISTRY=images.example.com
export LLMDBENCH_LLMD_IMAGE_REPO=serving
export LLMDBENCH_LLMD_IMAGE_NAME=parrot-cpu
export LLMDBENCH_LLMD_IMAGE_TAG=v0.4.2

# SOURCE: guides/chat-routing/gaie-chat-routing/values.yaml
# Line 13:
#   hub: images.example.com/scheduling
export LLMDBENCH_LLMD_INFERENCESCHEDULER_IMAGE_REGISTRY=images.example.com
export LLMDBENCH_LLMD_INFERENCESCHEDULER_IMAGE_REPO=scheduling

# SOURCE: guides/chat-routing/gaie-chat-routing/values.yaml
# Line 14:
#   name: endpoint-picker
export LLMDBENCH_LLMD_INFERENCESCHEDULER_IMAGE_NAME=endpoint-picker

# SOURCE: guides/chat-routing/gaie-chat-routing/values.yaml
# Line 15:
#   tag: v0.5.3
export LLMDBENCH_LLMD_INFERENCESCHEDULER_IMAGE_TAG=v0.5.3

# =============================================================================
# Gateway and routing
# =============================================================================

# SOURCE: guides/prereq/gateways/istio.yaml
# Line 21:
#   gatewayClassName: istio
export LLMDBENCH_VLLM_MODELSERVICE_GATEWAY_CLASS_NAME=istio

# SOURCE: guides/prereq/gateways/istio.yaml
# Line 25:
#   limits: {cpu: "2", memory: 2Gi}
export LLMDBENCH_VLLM_INFRA_GATEWAY_CPU_LIMIT=2
export LLMDBENCH_VLLM_INFRA_GATEWAY_MEMORY_LIMIT=2Gi

# SOURCE: guides/prereq/gateways/istio.yaml
# Line 24:
#   requests: {cpu: 500m, memory: 512Mi}
export LLMDBENCH_VLLM_INFRA_GATEWAY_CPU_REQUEST=500m
export LLMDBENCH_VLLM_INFRA_GATEWAY_MEMORY_REQUEST=512Mi

# SOURCE: guides/chat-routing/ms-chat-routing/values_cpu.yaml
# Line 12:
#   enabled: false
# SOURCE: the chart's routing.servicePort
# NOTE: without the routing sidecar, decode listens on the service port itself.
export LLMDBENCH_VLLM_COMMON_METRICS_PORT=8000

# SOURCE: guides/chat-routing/ms-chat-routing/values_cpu.yaml
# Line 12:
#   enabled: false
export LLMDBENCH_LLMD_ROUTINGSIDECAR_ENABLED=false

# =============================================================================
# Model server: settings shared by the stages
# =============================================================================

# SOURCE: convention of the benchmark: finds the pod's devices and addresses before the server starts
export LLMDBENCH_VLLM_COMMON_PREPROCESS="python3 /setup/preprocess/set_llmdbench_environment.py; source \$HOME/llmdbench_env.sh"

# SOURCE: guides/chat-routing/ms-chat-routing/values_cpu.yaml
# Line 3:
#   type: cpu
# NOTE: without a label of its own, the framework would look for nodes with an accelerator.
export LLMDBENCH_VLLM_COMMON_AFFINITY=kubernetes.io/os:linux

# SOURCE: guides/chat-routing/ms-chat-routing/values_cpu.yaml
# Line 28:
#   - --max_model_len=2048
export LLMDBENCH_VLLM_COMMON_MAX_MODEL_LEN=2048

# =============================================================================
# Decode stage
# =============================================================================

# SOURCE: guides/chat-routing/ms-chat-routing/values_cpu.yaml
# Line 19:
#   replicas: 2
export LLMDBENCH_VLLM_MODELSERVICE_DECODE_REPLICAS=2

# SOURCE: guides/chat-routing/ms-chat-routing/values_cpu.yaml
# Line 37:
#   cpu: 16
# NOTE: the guide's limit is 32; the framework writes the request as limit too.
export LLMDBENCH_VLLM_MODELSERVICE_DECODE_CPU_NR=16

# SOURCE: guides/chat-routing/ms-chat-routing/values_cpu.yaml
# Line 41:
#   memory: 24Gi
# Line 38:
#   memory: 24Gi
export LLMDBENCH_VLLM_MODELSERVICE_DECODE_CPU_MEM=24Gi

# SOURCE: guides/chat-routing/ms-chat-routing/values_cpu.yaml
# Line 3:
#   type: cpu
export LLMDBENCH_VLLM_MODELSERVICE_DECODE_ACCELERATOR_RESOURCE=cpu
export LLMDBENCH_VLLM_MODELSERVICE_DECODE_ACCELERATOR_NR=0

# SOURCE: guides/chat-routing/ms-chat-routing/values_cpu.yaml
# Line 44:
#   failureThreshold: 90
# SOURCE: guides/chat-routing/helmfile.yaml.gotmpl
# Line 70:
#   value: {{ ternary 90 45 (eq $name "cpu") }}
export LLMDBENCH_VLLM_MODELSERVICE_DECODE_STARTUP_PROBE_FAILURE_THRESHOLD=90

# SOURCE: convention of the benchmark: the preprocess runs before vllm serve
export LLMDBENCH_VLLM_MODELSERVICE_DECODE_MODEL_COMMAND=custom

# SOURCE: the chart's default: the guide gives no tensor-parallel size
export LLMDBENCH_VLLM_MODELSERVICE_DECODE_TENSOR_PARALLELISM=1

# SOURCE: convention: the framework derives this from the shared variable before it reads the scenario
export LLMDBENCH_VLLM_MODELSERVICE_DECODE_PREPROCESS=$LLMDBENCH_VLLM_COMMON_PREPROCESS

# SOURCE: guides/chat-routing/ms-chat-routing/values_cpu.yaml
# Lines 27-29:
#   args:
#     - --max_model_len=2048
#     - --dtype=float32
# SOURCE: convention of the benchmark: preprocess first, vllm serve second, host, name and port
export LLMDBENCH_VLLM_MODELSERVICE_DECODE_EXTRA_ARGS=$(mktemp)
cat <<EOF >$LLMDBENCH_VLLM_MODELSERVICE_DECODE_EXTRA_ARGS
REPLACE_ENV_LLMDBENCH_VLLM_MODELSERVICE_DECODE_PREPROCESS; \
vllm serve /model-cache/models/REPLACE_ENV_LLMDBENCH_DEPLOY_CURRENT_MODEL \
--host 0.0.0.0 \
--served-model-name REPLACE_ENV_LLMDBENCH_DEPLOY_CURRENT_MODEL \
--port REPLACE_ENV_LLMDBENCH_VLLM_COMMON_METRICS_PORT \
--max_model_len=REPLACE_ENV_LLMDBENCH_VLLM_COMMON_MAX_MODEL_LEN \
--dtype=float32 \
--tensor-parallel-size REPLACE_ENV_LLMDBENCH_VLLM_MODELSERVICE_DECODE_TENSOR_PARALLELISM
EOF

# SOURCE: guides/chat-routing/ms-chat-routing/values_cpu.yaml
# Lines 30-34:
#   env:
#     - name: VLLM_CPU_KVCACHE_SPACE
#       value: "8"
#     - name: VLLM_CPU_OMP_THREADS_BIND
#       value: 0-15|16-31
export LLMDBENCH_VLLM_MODELSERVICE_DECODE_ENVVARS_TO_YAML=$(mktemp)
cat <<EOF >$LLMDBENCH_VLLM_MODELSERVICE_DECODE_ENVVARS_TO_YAML
- name: VLLM_CPU_KVCACHE_SPACE
  value: "8"
- name: VLLM_CPU_OMP_THREADS_BIND
  value: 0-15|16-31
EOF

# SOURCE: convention of the benchmark: the preprocess scripts, first in the list
export LLMDBENCH_VLLM_MODELSERVICE_DECODE_EXTRA_VOLUMES=$(mktemp)
cat <<EOF >$LLMDBENCH_VLLM_MODELSERVICE_DECODE_EXTRA_VOLUMES
- name: preprocesses
  configMap:
    defaultMode: 0755
    name: llm-d-benchmark-preprocesses
EOF

# SOURCE: convention of the benchmark: the preprocess scripts
export LLMDBENCH_VLLM_MODELSERVICE_DECODE_EXTRA_VOLUME_MOUNTS=$(mktemp)
cat <<EOF >$LLMDBENCH_VLLM_MODELSERVICE_DECODE_EXTRA_VOLUME_MOUNTS
- name: preprocesses
  mountPath: /setup/preprocess
EOF

# SOURCE: guides/chat-routing/ms-chat-routing/values_cpu.yaml
# Lines 24-26:
#   securityContext:
#     capabilities:
#       add: [SYS_NICE] # lets the server pin its memory to a node
# Lines 43-47:
#   startupProbe:
#     failureThreshold: 90
#     httpGet:
#       path: /health
#       port: 8000
# SOURCE: guides/chat-routing/helmfile.yaml.gotmpl
# Line 70:
#   value: {{ ternary 90 45 (eq $name "cpu") }}
export LLMDBENCH_VLLM_MODELSERVICE_DECODE_EXTRA_CONTAINER_CONFIG=$(mktemp)
cat <<EOF >$LLMDBENCH_VLLM_MODELSERVICE_DECODE_EXTRA_CONTAINER_CONFIG
securityContext:
  capabilities:
    add:
      - SYS_NICE
startupProbe:
  failureThreshold: 90
  httpGet:
    path: /health
    port: 8000
EOF

# =============================================================================
# Prefill stage
# =============================================================================

# SOURCE: guides/chat-routing/ms-chat-routing/values_cpu.yaml
# Line 15:
#   create: false
export LLMDBENCH_VLLM_MODELSERVICE_PREFILL_REPLICAS=0

# =============================================================================
# Endpoint picker
# =============================================================================

# SOURCE: guides/chat-routing/gaie-chat-routing/values.yaml
# Line 11:
#   pluginsConfigFile: default-plugins.yaml
export LLMDBENCH_VLLM_MODELSERVICE_GAIE_PLUGINS_CONFIGFILE=default-plugins.yaml

# SOURCE: guides/prereq/gateways/istio.yaml
# Line 19:
#   v: 2
export LLMDBENCH_VLLM_MODELSERVICE_GAIE_EPP_VERBOSITY=2

# SOURCE: guides/chat-routing/helmfile.yaml.gotmpl
# Line 46:
#   flags: {{ .Environment.Values.inferenceExtension.flags | toJson }}
# SOURCE: guides/prereq/gateways/istio.yaml
# Line 19:
#   v: 2
# NOTE: v0.5.2 writes the key flags twice, and the second one, which holds only v, wins;
#       LLMDBENCH_VLLM_MODELSERVICE_GAIE_EPP_VERBOSITY is the one flag that arrives.
export LLMDBENCH_VLLM_MODELSERVICE_GAIE_FLAGS=$(mktemp)
cat <<EOF >$LLMDBENCH_VLLM_MODELSERVICE_GAIE_FLAGS
v: 2
EOF

# SOURCE: guides/chat-routing/helmfile.yaml.gotmpl
# Line 43:
#   - provider:
# SOURCE: guides/prereq/gateways/istio.yaml
# Lines 14-15:
#   idleTimeout: "120s"
#   http2MaxRequests: 8192
# Lines 11-12:
#   connectTimeout: "45s"
#   maxConnections: 4096
# NOTE: v0.5.2 writes the provider's settings below inferencePool.provider, where the chart does not look; apply the
#       destination rule by hand. Its host names the guide's own Helm release.
export LLMDBENCH_VLLM_MODELSERVICE_INFERENCE_POOL_PROVIDER_CONFIG=$(mktemp)
cat <<EOF >$LLMDBENCH_VLLM_MODELSERVICE_INFERENCE_POOL_PROVIDER_CONFIG
destinationRule:
  trafficPolicy:
    connectionPool:
      http:
        http2MaxRequests: 8192
        idleTimeout: "120s"
      tcp:
        connectTimeout: "45s"
        maxConnections: 4096
EOF

# =============================================================================
# Benchmark
# =============================================================================

# SOURCE: convention of the benchmark: a load generator that every installation has
export LLMDBENCH_HARNESS_NAME=inference-perf

# SOURCE: convention of the benchmark: a short load to see that the deployment answers
export LLMDBENCH_HARNESS_EXPERIMENT_PROFILE=sanity_random.yaml

# SOURCE: convention of the benchmark: where results are kept
export LLMDBENCH_CONTROL_WORK_DIR=~/data/chat-routing.cpu

# =============================================================================
# In the guide, but not in this scenario: no variable can carry it
# guides/chat-routing/ms-chat-routing/values_cpu.yaml:40 decode.containers[0].resources.limits.cpu: 32
#     one amount is both limit and request, and the request counts
# =============================================================================

# =============================================================================
# In the guide, but left to the framework, which has its own way
# guides/chat-routing/ms-chat-routing/values_cpu.yaml:7 modelArtifacts.uri: hf://example-lab/parrot-1b-chat
#     the framework builds the URI itself: pvc, since the serve line reads the model from /model-cache/models
# guides/chat-routing/ms-chat-routing/values_cpu.yaml:21 decode.containers[0].name: vllm
#     always vllm
# guides/chat-routing/ms-chat-routing/values_cpu.yaml:23 decode.containers[0].modelCommand: vllmServe
#     custom, so that the preprocess runs before vllm serve; what the chart would have added is written out
# guides/chat-routing/ms-chat-routing/values_cpu.yaml:42 decode.containers[0].mountModelVolume: true
#     always true; the override variable works backwards
# guides/chat-routing/gaie-chat-routing/values.yaml:4 inferencePool.modelServers.matchLabels.llm-d.ai/guide: chat-routing
#     the pool selects by llm-d.ai/inferenceServing and llm-d.ai/model
# guides/chat-routing/gaie-chat-routing/values.yaml:5 inferencePool.modelServerType: vllm
#     always vllm
# guides/chat-routing/gaie-chat-routing/values.yaml:7 inferencePool.targetPorts[0].number: 8000
#     never written, so pools of API v1 route to 8000
# guides/chat-routing/gaie-chat-routing/values.yaml:16 inferenceExtension.image.pullPolicy: IfNotPresent
#     always Always
# guides/chat-routing/gaie-chat-routing/values.yaml:17 inferenceExtension.extProcPort: 9002
#     always 9002
# guides/chat-routing/gaie-chat-routing/values.yaml:18 inferenceExtension.replicas: 1
#     always 1
# =============================================================================

# =============================================================================
# In the guide, and equal to the framework's default, so not set here
# guides/chat-routing/ms-chat-routing/values_cpu.yaml:46 decode.containers[0].startupProbe.httpGet.path: /health
#     the framework's default is /health
# guides/chat-routing/gaie-chat-routing/values.yaml:21 inferenceExtension.monitoring.prometheus.enabled: true
#     the framework's default is true
# =============================================================================
