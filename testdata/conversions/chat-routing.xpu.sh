#!/usr/bin/env bash
# =============================================================================
# Scenario for the guide chat-routing
# Based on: guides/chat-routing (environment: xpu)
# Converted by llmdbench-ls for llm-d-benchmark v0.5.2.
# SOURCE comments give file, lines and text of the guide that a setting comes from.
# =============================================================================

# =============================================================================
# Model
# =============================================================================

# SOURCE: guides/chat-routing/ms-chat-routing/values_xpu.yaml
# Line 5:
#   name: example-lab/parrot-1b-chat
export LLMDBENCH_DEPLOY_MODEL_LIST=example-lab/parrot-1b-chat

# SOURCE: guides/chat-routing/ms-chat-routing/values_xpu.yaml
# Line 8:
#   size: 6Gi
export LLMDBENCH_VLLM_COMMON_PVC_MODEL_CACHE_SIZE=6Gi

# SOURCE: guides/chat-routing/ms-chat-routing/values_xpu.yaml
# Line 7:
#   authSecretName: hub-token
# NOTE: names the secret that is made; the modelservice values always say llm-d-hf-token.
export LLMDBENCH_VLLM_COMMON_HF_TOKEN_NAME=hub-token

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

# SOURCE: guides/chat-routing/ms-chat-routing/values_xpu.yaml
# Line 23:
#   image: images.example.com/serving/parrot-xpu:v0.4.1
export LLMDBENCH_LLMD_IMAGE_REGISTRY=images.example.com
export LLMDBENCH_LLMD_IMAGE_REPO=serving
export LLMDBENCH_LLMD_IMAGE_NAME=parrot-xpu
export LLMDBENCH_LLMD_IMAGE_TAG=v0.4.1

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

# SOURCE: guides/chat-routing/ms-chat-routing/values_xpu.yaml
# Line 15:
#   enabled: false
# Line 16:
#   targetPort: 8000
# NOTE: without the routing sidecar, decode listens on the service port itself.
export LLMDBENCH_VLLM_COMMON_METRICS_PORT=8000

# SOURCE: guides/chat-routing/ms-chat-routing/values_xpu.yaml
# Line 15:
#   enabled: false
export LLMDBENCH_LLMD_ROUTINGSIDECAR_ENABLED=false

# =============================================================================
# Model server: settings shared by the stages
# =============================================================================

# SOURCE: convention of the benchmark: finds the pod's devices and addresses before the server starts
export LLMDBENCH_VLLM_COMMON_PREPROCESS="python3 /setup/preprocess/set_llmdbench_environment.py; source \$HOME/llmdbench_env.sh"

# SOURCE: guides/chat-routing/ms-chat-routing/values_xpu.yaml
# Line 29:
#   - {name: VLLM_WORKER_MULTIPROC_METHOD, value: spawn}
# NOTE: the framework adds VLLM_WORKER_MULTIPROC_METHOD itself, behind the scenario's own entry, and the last entry
#       wins.
export LLMDBENCH_VLLM_COMMON_VLLM_WORKER_MULTIPROC_METHOD=spawn

# SOURCE: guides/chat-routing/ms-chat-routing/values_xpu.yaml
# Line 30:
#   - {name: UCX_TLS, value: tcp}
# NOTE: the framework adds UCX_TLS itself, behind the scenario's own entry, and the last entry wins.
export LLMDBENCH_VLLM_COMMON_UCX_TLS=tcp

# SOURCE: guides/chat-routing/ms-chat-routing/values_xpu.yaml
# Line 11:
#   type: intel-xe
# NOTE: v0.5.2 reads this variable nowhere; it is here for whoever looks for it.
export LLMDBENCH_VLLM_COMMON_ACCELERATOR_NAME=intel-xe

# SOURCE: guides/chat-routing/ms-chat-routing/values_xpu.yaml
# Line 26:
#   args: ["--dtype", "bfloat16", "--enforce-eager", "--max-model-len", "4096"]
export LLMDBENCH_VLLM_COMMON_MAX_MODEL_LEN=4096

# =============================================================================
# Decode stage
# =============================================================================

# SOURCE: guides/chat-routing/ms-chat-routing/values_xpu.yaml
# Line 19:
#   replicas: 1
export LLMDBENCH_VLLM_MODELSERVICE_DECODE_REPLICAS=1

# SOURCE: guides/chat-routing/ms-chat-routing/values_xpu.yaml
# Line 33:
#   requests: {cpu: "5", memory: 14Gi}
# NOTE: the guide's limit is 10; the framework writes the request as limit too.
export LLMDBENCH_VLLM_MODELSERVICE_DECODE_CPU_NR=5

# SOURCE: guides/chat-routing/ms-chat-routing/values_xpu.yaml
# Line 33:
#   requests: {cpu: "5", memory: 14Gi}
# NOTE: the guide's limit is 28Gi; the framework writes the request as limit too.
export LLMDBENCH_VLLM_MODELSERVICE_DECODE_CPU_MEM=14Gi

# SOURCE: guides/chat-routing/ms-chat-routing/values_xpu.yaml
# Line 11:
#   type: intel-xe
# NOTE: i915 is the driver of data centre GPUs; nodes with Battlemage cards have gpu.intel.com/xe. The chart's types
#       intel-i915 and intel-xe cannot be asked for: v0.5.2 would take the type for the resource's name.
export LLMDBENCH_VLLM_MODELSERVICE_DECODE_ACCELERATOR_RESOURCE=gpu.intel.com/xe

# SOURCE: guides/chat-routing/ms-chat-routing/values_xpu.yaml
# Line 38:
#   httpGet: {path: /v1/models, port: 8000}
export LLMDBENCH_VLLM_MODELSERVICE_DECODE_STARTUP_PROBE_PATH=/v1/models

# SOURCE: guides/chat-routing/ms-chat-routing/values_xpu.yaml
# Line 39:
#   failureThreshold: 45
# SOURCE: guides/chat-routing/helmfile.yaml.gotmpl
# Line 70:
#   value: {{ ternary 90 45 (eq $name "cpu") }}
export LLMDBENCH_VLLM_MODELSERVICE_DECODE_STARTUP_PROBE_FAILURE_THRESHOLD=45

# SOURCE: convention of the benchmark: the preprocess runs before vllm serve
export LLMDBENCH_VLLM_MODELSERVICE_DECODE_MODEL_COMMAND=custom

# SOURCE: the chart's default: the guide gives no tensor-parallel size
export LLMDBENCH_VLLM_MODELSERVICE_DECODE_TENSOR_PARALLELISM=1

# SOURCE: convention: the framework derives this from the shared variable before it reads the scenario
export LLMDBENCH_VLLM_MODELSERVICE_DECODE_PREPROCESS=$LLMDBENCH_VLLM_COMMON_PREPROCESS

# SOURCE: guides/chat-routing/ms-chat-routing/values_xpu.yaml
# Line 26:
#   args: ["--dtype", "bfloat16", "--enforce-eager", "--max-model-len", "4096"]
# SOURCE: convention of the benchmark: preprocess first, vllm serve second, host, name and port
export LLMDBENCH_VLLM_MODELSERVICE_DECODE_EXTRA_ARGS=$(mktemp)
cat <<EOF >$LLMDBENCH_VLLM_MODELSERVICE_DECODE_EXTRA_ARGS
REPLACE_ENV_LLMDBENCH_VLLM_MODELSERVICE_DECODE_PREPROCESS; \
vllm serve /model-cache/models/REPLACE_ENV_LLMDBENCH_DEPLOY_CURRENT_MODEL \
--host 0.0.0.0 \
--served-model-name REPLACE_ENV_LLMDBENCH_DEPLOY_CURRENT_MODEL \
--port REPLACE_ENV_LLMDBENCH_VLLM_COMMON_METRICS_PORT \
--dtype bfloat16 \
--enforce-eager \
--max-model-len REPLACE_ENV_LLMDBENCH_VLLM_COMMON_MAX_MODEL_LEN \
--tensor-parallel-size REPLACE_ENV_LLMDBENCH_VLLM_MODELSERVICE_DECODE_TENSOR_PARALLELISM
EOF

# SOURCE: guides/chat-routing/ms-chat-routing/values_xpu.yaml
# Line 27:
#   env:
# Lines 29-30:
#   - {name: VLLM_WORKER_MULTIPROC_METHOD, value: spawn}
#   - {name: UCX_TLS, value: tcp}
# SOURCE: added by convention, not in the guide: VLLM_USE_V1, TORCH_LLM_ALLREDUCE
export LLMDBENCH_VLLM_MODELSERVICE_DECODE_ENVVARS_TO_YAML=$(mktemp)
cat <<EOF >$LLMDBENCH_VLLM_MODELSERVICE_DECODE_ENVVARS_TO_YAML
- name: VLLM_WORKER_MULTIPROC_METHOD
  value: spawn
- name: UCX_TLS
  value: tcp
- name: VLLM_USE_V1
  value: "1"
- name: TORCH_LLM_ALLREDUCE
  value: "1"
EOF

# SOURCE: guides/chat-routing/ms-chat-routing/values_xpu.yaml
# Lines 40-41:
#   volumes:
#     - {name: compiled-graphs, emptyDir: {}}
# SOURCE: convention of the benchmark: the preprocess scripts, first in the list
export LLMDBENCH_VLLM_MODELSERVICE_DECODE_EXTRA_VOLUMES=$(mktemp)
cat <<EOF >$LLMDBENCH_VLLM_MODELSERVICE_DECODE_EXTRA_VOLUMES
- name: preprocesses
  configMap:
    defaultMode: 0755
    name: llm-d-benchmark-preprocesses
- name: compiled-graphs
  emptyDir: {}
EOF

# SOURCE: guides/chat-routing/ms-chat-routing/values_xpu.yaml
# Lines 35-36:
#   volumeMounts:
#     - {name: compiled-graphs, mountPath: /.cache}
# SOURCE: convention of the benchmark: the preprocess scripts
export LLMDBENCH_VLLM_MODELSERVICE_DECODE_EXTRA_VOLUME_MOUNTS=$(mktemp)
cat <<EOF >$LLMDBENCH_VLLM_MODELSERVICE_DECODE_EXTRA_VOLUME_MOUNTS
- name: preprocesses
  mountPath: /setup/preprocess
- name: compiled-graphs
  mountPath: /.cache
EOF

# SOURCE: guides/chat-routing/ms-chat-routing/values_xpu.yaml
# Line 24:
#   imagePullPolicy: IfNotPresent
# Lines 37-39:
#   startupProbe:
#     httpGet: {path: /v1/models, port: 8000}
#     failureThreshold: 45
# SOURCE: guides/chat-routing/helmfile.yaml.gotmpl
# Line 70:
#   value: {{ ternary 90 45 (eq $name "cpu") }}
export LLMDBENCH_VLLM_MODELSERVICE_DECODE_EXTRA_CONTAINER_CONFIG=$(mktemp)
cat <<EOF >$LLMDBENCH_VLLM_MODELSERVICE_DECODE_EXTRA_CONTAINER_CONFIG
imagePullPolicy: IfNotPresent
startupProbe:
  httpGet:
    path: /v1/models
    port: 8000
  failureThreshold: 45
EOF

# =============================================================================
# Prefill stage
# =============================================================================

# SOURCE: guides/chat-routing/ms-chat-routing/values_xpu.yaml
# Line 44:
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
export LLMDBENCH_CONTROL_WORK_DIR=~/data/chat-routing.xpu

# =============================================================================
# In the guide, but not in this scenario: no variable can carry it
# guides/chat-routing/ms-chat-routing/values_xpu.yaml:32 decode.containers[0].resources.limits.cpu: 10
# guides/chat-routing/ms-chat-routing/values_xpu.yaml:32 decode.containers[0].resources.limits.memory: 28Gi
#     one amount is both limit and request, and the request counts
# =============================================================================

# =============================================================================
# In the guide, but left to the framework, which has its own way
# guides/chat-routing/ms-chat-routing/values_xpu.yaml:6 modelArtifacts.uri: hf://example-lab/parrot-1b-chat
#     the framework builds the URI itself: pvc, since the serve line reads the model from /model-cache/models
# guides/chat-routing/ms-chat-routing/values_xpu.yaml:22 decode.containers[0].name: vllm
#     always vllm
# guides/chat-routing/ms-chat-routing/values_xpu.yaml:25 decode.containers[0].modelCommand: vllmServe
#     custom, so that the preprocess runs before vllm serve; what the chart would have added is written out
# guides/chat-routing/ms-chat-routing/values_xpu.yaml:34 decode.containers[0].mountModelVolume: true
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
# guides/chat-routing/ms-chat-routing/values_xpu.yaml:2 multinode: false
#     the framework's default is false
# guides/chat-routing/gaie-chat-routing/values.yaml:21 inferenceExtension.monitoring.prometheus.enabled: true
#     the framework's default is true
# =============================================================================
