#!/usr/bin/env bash
# =============================================================================
# Scenario for the guide chat-routing
# Based on: guides/chat-routing (environment: default)
# Converted by llmdbench-ls for llm-d-benchmark v0.5.2.
# SOURCE comments give file, lines and text of the guide that a setting comes from.
# =============================================================================

# =============================================================================
# Model
# =============================================================================

# SOURCE: guides/chat-routing/ms-chat-routing/values.yaml
# Line 3:
#   name: example-lab/parrot-14b-chat
export LLMDBENCH_DEPLOY_MODEL_LIST=example-lab/parrot-14b-chat

# SOURCE: guides/chat-routing/ms-chat-routing/values.yaml
# Line 6:
#   size: 45Gi
export LLMDBENCH_VLLM_COMMON_PVC_MODEL_CACHE_SIZE=45Gi

# SOURCE: guides/chat-routing/ms-chat-routing/values.yaml
# Line 5:
#   authSecretName: hub-token
# NOTE: names the secret that is made; the modelservice values always say llm-d-hf-token.
export LLMDBENCH_VLLM_COMMON_HF_TOKEN_NAME=hub-token

# SOURCE: convention of the benchmark: the serve line reads the model from the volume at /model-cache/models
# NOTE: the guide loads the model from hf://example-lab/parrot-14b-chat.
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

# SOURCE: guides/chat-routing/ms-chat-routing/values.yaml
# Line 34:
#   image: images.example.com/serving/parrot-cuda:v0.4.2
export LLMDBENCH_LLMD_IMAGE_REGISTRY=images.example.com
export LLMDBENCH_LLMD_IMAGE_REPO=serving
export LLMDBENCH_LLMD_IMAGE_NAME=parrot-cuda
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

# SOURCE: guides/chat-routing/ms-chat-routing/values.yaml
# Line 17:
#   servicePort: 8000
export LLMDBENCH_VLLM_COMMON_INFERENCE_PORT=8000

# SOURCE: guides/chat-routing/ms-chat-routing/values.yaml
# Line 20:
#   enabled: false
# Line 17:
#   servicePort: 8000
# Line 21:
#   targetPort: 8000
# NOTE: without the routing sidecar, decode listens on the service port itself.
export LLMDBENCH_VLLM_COMMON_METRICS_PORT=8000

# SOURCE: guides/chat-routing/ms-chat-routing/values.yaml
# Line 20:
#   enabled: false
export LLMDBENCH_LLMD_ROUTINGSIDECAR_ENABLED=false

# =============================================================================
# Model server: settings shared by the stages
# =============================================================================

# SOURCE: convention of the benchmark: finds the pod's devices and addresses before the server starts
export LLMDBENCH_VLLM_COMMON_PREPROCESS="python3 /setup/preprocess/set_llmdbench_environment.py; source \$HOME/llmdbench_env.sh"

# SOURCE: guides/chat-routing/ms-chat-routing/values.yaml
# Lines 44-45:
#   - name: VLLM_LOGGING_LEVEL
#     value: WARNING
# NOTE: the framework adds VLLM_LOGGING_LEVEL itself, behind the scenario's own entry, and the last entry wins.
export LLMDBENCH_VLLM_COMMON_VLLM_LOGGING_LEVEL=WARNING

# SOURCE: guides/chat-routing/ms-chat-routing/values.yaml
# Line 88:
#   interval: 20s
# NOTE: feeds the framework's PodMonitor, which v0.5.2 never creates.
export LLMDBENCH_VLLM_MONITORING_SCRAPE_INTERVAL=20s

# SOURCE: guides/chat-routing/ms-chat-routing/values.yaml
# Lines 39-40:
#   - --max-model-len
#   - "24576"
export LLMDBENCH_VLLM_COMMON_MAX_MODEL_LEN=24576

# SOURCE: guides/chat-routing/ms-chat-routing/values.yaml
# Line 42:
#   - --max-num-seqs=192 # per pod
export LLMDBENCH_VLLM_COMMON_MAX_NUM_SEQ=192

# =============================================================================
# Decode stage
# =============================================================================

# SOURCE: guides/chat-routing/ms-chat-routing/values.yaml
# Line 28:
#   replicas: 3
export LLMDBENCH_VLLM_MODELSERVICE_DECODE_REPLICAS=3

# SOURCE: guides/chat-routing/ms-chat-routing/values.yaml
# Line 31:
#   tensor: 4
export LLMDBENCH_VLLM_MODELSERVICE_DECODE_TENSOR_PARALLELISM=4

# SOURCE: guides/chat-routing/ms-chat-routing/values.yaml
# Line 30:
#   data: 1
export LLMDBENCH_VLLM_MODELSERVICE_DECODE_DATA_PARALLELISM=1

# SOURCE: guides/chat-routing/ms-chat-routing/values.yaml
# Line 57:
#   cpu: "12"
# Line 54:
#   cpu: "12"
export LLMDBENCH_VLLM_MODELSERVICE_DECODE_CPU_NR=12

# SOURCE: guides/chat-routing/ms-chat-routing/values.yaml
# Line 56:
#   memory: 72Gi
# Line 53:
#   memory: 72Gi
export LLMDBENCH_VLLM_MODELSERVICE_DECODE_CPU_MEM=72Gi

# SOURCE: guides/chat-routing/ms-chat-routing/values.yaml
# Line 12:
#   type: nvidia
export LLMDBENCH_VLLM_MODELSERVICE_DECODE_ACCELERATOR_RESOURCE=nvidia.com/gpu

# SOURCE: guides/chat-routing/ms-chat-routing/values.yaml
# Line 65:
#   httpGet: {path: /v1/models, port: vllm}
export LLMDBENCH_VLLM_MODELSERVICE_DECODE_STARTUP_PROBE_PATH=/v1/models

# SOURCE: guides/chat-routing/ms-chat-routing/values.yaml
# Line 68:
#   initialDelaySeconds: 25
export LLMDBENCH_VLLM_MODELSERVICE_DECODE_STARTUP_PROBE_INITIAL_DELAY=25

# SOURCE: guides/chat-routing/ms-chat-routing/values.yaml
# Line 66:
#   failureThreshold: 45
# SOURCE: guides/chat-routing/helmfile.yaml.gotmpl
# Line 70:
#   value: {{ ternary 90 45 (eq $name "cpu") }}
export LLMDBENCH_VLLM_MODELSERVICE_DECODE_STARTUP_PROBE_FAILURE_THRESHOLD=45

# SOURCE: guides/chat-routing/ms-chat-routing/values.yaml
# Line 70:
#   httpGet: {path: /v1/models, port: vllm}
export LLMDBENCH_VLLM_MODELSERVICE_DECODE_READINESS_PROBE_PATH=/v1/models

# SOURCE: convention of the benchmark: the preprocess runs before vllm serve
export LLMDBENCH_VLLM_MODELSERVICE_DECODE_MODEL_COMMAND=custom

# SOURCE: guides/chat-routing/ms-chat-routing/values.yaml
# Line 38:
#   - --gpu-memory-utilization=0.88
export LLMDBENCH_VLLM_MODELSERVICE_DECODE_ACCELERATOR_MEM_UTIL=0.88

# SOURCE: convention: the framework derives this from the shared variable before it reads the scenario
export LLMDBENCH_VLLM_MODELSERVICE_DECODE_PREPROCESS=$LLMDBENCH_VLLM_COMMON_PREPROCESS

# SOURCE: guides/chat-routing/ms-chat-routing/values.yaml
# Line 36:
#   args:
# Lines 38-42:
#   - --gpu-memory-utilization=0.88
#   - --max-model-len
#   - "24576"
#   - --enable-prefix-caching
#   - --max-num-seqs=192 # per pod
# SOURCE: convention of the benchmark: preprocess first, vllm serve second, host, name and port
export LLMDBENCH_VLLM_MODELSERVICE_DECODE_EXTRA_ARGS=$(mktemp)
cat <<EOF >$LLMDBENCH_VLLM_MODELSERVICE_DECODE_EXTRA_ARGS
REPLACE_ENV_LLMDBENCH_VLLM_MODELSERVICE_DECODE_PREPROCESS; \
vllm serve /model-cache/models/REPLACE_ENV_LLMDBENCH_DEPLOY_CURRENT_MODEL \
--host 0.0.0.0 \
--served-model-name REPLACE_ENV_LLMDBENCH_DEPLOY_CURRENT_MODEL \
--port REPLACE_ENV_LLMDBENCH_VLLM_COMMON_METRICS_PORT \
--gpu-memory-utilization=REPLACE_ENV_LLMDBENCH_VLLM_MODELSERVICE_DECODE_ACCELERATOR_MEM_UTIL \
--max-model-len REPLACE_ENV_LLMDBENCH_VLLM_COMMON_MAX_MODEL_LEN \
--enable-prefix-caching \
--max-num-seqs=REPLACE_ENV_LLMDBENCH_VLLM_COMMON_MAX_NUM_SEQ \
--tensor-parallel-size REPLACE_ENV_LLMDBENCH_VLLM_MODELSERVICE_DECODE_TENSOR_PARALLELISM
EOF

# SOURCE: guides/chat-routing/ms-chat-routing/values.yaml
# Lines 43-47:
#   env:
#     - name: VLLM_LOGGING_LEVEL
#       value: WARNING
#     - name: OMP_NUM_THREADS
#       value: "6"
export LLMDBENCH_VLLM_MODELSERVICE_DECODE_ENVVARS_TO_YAML=$(mktemp)
cat <<EOF >$LLMDBENCH_VLLM_MODELSERVICE_DECODE_ENVVARS_TO_YAML
- name: VLLM_LOGGING_LEVEL
  value: WARNING
- name: OMP_NUM_THREADS
  value: "6"
EOF

# SOURCE: guides/chat-routing/ms-chat-routing/values.yaml
# Line 80:
#   sizeLimit: 12Gi
export LLMDBENCH_VLLM_MODELSERVICE_DECODE_SHM_MEM=12Gi

# SOURCE: guides/chat-routing/ms-chat-routing/values.yaml
# Lines 77-83:
#   volumes:
#     - name: shared-memory
#       emptyDir:
#         sizeLimit: 12Gi
#         medium: Memory
#     - name: compiled-graphs
#       emptyDir: {}
# SOURCE: convention of the benchmark: the preprocess scripts, first in the list
export LLMDBENCH_VLLM_MODELSERVICE_DECODE_EXTRA_VOLUMES=$(mktemp)
cat <<EOF >$LLMDBENCH_VLLM_MODELSERVICE_DECODE_EXTRA_VOLUMES
- name: preprocesses
  configMap:
    defaultMode: 0755
    name: llm-d-benchmark-preprocesses
- name: shared-memory
  emptyDir:
    sizeLimit: REPLACE_ENV_LLMDBENCH_VLLM_MODELSERVICE_DECODE_SHM_MEM
    medium: Memory
- name: compiled-graphs
  emptyDir: {}
EOF

# SOURCE: guides/chat-routing/ms-chat-routing/values.yaml
# Lines 58-62:
#   volumeMounts:
#     - mountPath: /dev/shm
#       name: shared-memory
#     - mountPath: /.cache
#       name: compiled-graphs
# SOURCE: convention of the benchmark: the preprocess scripts
export LLMDBENCH_VLLM_MODELSERVICE_DECODE_EXTRA_VOLUME_MOUNTS=$(mktemp)
cat <<EOF >$LLMDBENCH_VLLM_MODELSERVICE_DECODE_EXTRA_VOLUME_MOUNTS
- name: preprocesses
  mountPath: /setup/preprocess
- mountPath: /dev/shm
  name: shared-memory
- mountPath: /.cache
  name: compiled-graphs
EOF

# SOURCE: guides/chat-routing/ms-chat-routing/values.yaml
# Lines 48-50:
#   ports:
#     - name: vllm
#       containerPort: 8000
# Lines 64-76:
#   startupProbe:
#     httpGet: {path: /v1/models, port: vllm}
#     failureThreshold: 45
#     periodSeconds: 20
#     initialDelaySeconds: 25
#   readinessProbe:
#     httpGet: {path: /v1/models, port: vllm}
#     periodSeconds: 6
#     failureThreshold: 2
#   livenessProbe:
#     httpGet: {path: /health, port: vllm}
#     periodSeconds: 12
#     failureThreshold: 4
# SOURCE: guides/chat-routing/helmfile.yaml.gotmpl
# Line 70:
#   value: {{ ternary 90 45 (eq $name "cpu") }}
export LLMDBENCH_VLLM_MODELSERVICE_DECODE_EXTRA_CONTAINER_CONFIG=$(mktemp)
cat <<EOF >$LLMDBENCH_VLLM_MODELSERVICE_DECODE_EXTRA_CONTAINER_CONFIG
ports:
  - name: vllm
    containerPort: 8000
startupProbe:
  httpGet:
    path: /v1/models
    port: vllm
  failureThreshold: 45
  periodSeconds: 20
  initialDelaySeconds: 25
readinessProbe:
  httpGet:
    path: /v1/models
    port: vllm
  periodSeconds: 6
  failureThreshold: 2
livenessProbe:
  httpGet:
    path: /health
    port: vllm
  periodSeconds: 12
  failureThreshold: 4
EOF

# =============================================================================
# Prefill stage
# =============================================================================

# SOURCE: guides/chat-routing/ms-chat-routing/values.yaml
# Line 24:
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
export LLMDBENCH_CONTROL_WORK_DIR=~/data/chat-routing

# =============================================================================
# In the guide, but not in this scenario: no variable can carry it
# guides/chat-routing/ms-chat-routing/values.yaml:87 decode.monitoring.podmonitor.portName: vllm
#     the framework's own PodMonitor has no variable for this
# =============================================================================

# =============================================================================
# In the guide, but left to the framework, which has its own way
# guides/chat-routing/ms-chat-routing/values.yaml:4 modelArtifacts.uri: hf://example-lab/parrot-14b-chat
#     the framework builds the URI itself: pvc, since the serve line reads the model from /model-cache/models
# guides/chat-routing/ms-chat-routing/values.yaml:8 modelArtifacts.labels.llm-d.ai/guide: chat-routing
# guides/chat-routing/ms-chat-routing/values.yaml:9 modelArtifacts.labels.llm-d.ai/model: parrot-14b-chat
#     the framework labels pods llm-d.ai/inferenceServing and llm-d.ai/model, and its pool selects by these
# guides/chat-routing/ms-chat-routing/values.yaml:33 decode.containers[0].name: vllm
#     always vllm
# guides/chat-routing/ms-chat-routing/values.yaml:35 decode.containers[0].modelCommand: vllmServe
#     custom, so that the preprocess runs before vllm serve; what the chart would have added is written out
# guides/chat-routing/ms-chat-routing/values.yaml:63 decode.containers[0].mountModelVolume: true
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
# guides/chat-routing/ms-chat-routing/values.yaml:14 multinode: false
#     the framework's default is false
# guides/chat-routing/ms-chat-routing/values.yaml:86 decode.monitoring.podmonitor.enabled: true
#     the framework's default is true
# guides/chat-routing/ms-chat-routing/values.yaml:89 decode.monitoring.podmonitor.path: /metrics
#     the framework's default is /metrics
# guides/chat-routing/gaie-chat-routing/values.yaml:21 inferenceExtension.monitoring.prometheus.enabled: true
#     the framework's default is true
# =============================================================================
