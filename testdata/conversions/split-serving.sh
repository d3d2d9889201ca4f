#!/usr/bin/env bash
# =============================================================================
# Scenario for the guide split-serving
# Based on: guides/split-serving (environment: default)
# Converted by llmdbench-ls for llm-d-benchmark v0.5.2.
# SOURCE comments give file, lines and text of the guide that a setting comes from.
# =============================================================================

# =============================================================================
# Model
# =============================================================================

# SOURCE: guides/split-serving/ms-split/values.yaml
# Line 4:
#   name: "example-lab/heron-72b"
export LLMDBENCH_DEPLOY_MODEL_LIST=example-lab/heron-72b

# SOURCE: guides/split-serving/ms-split/values.yaml
# Line 5:
#   size: "160Gi"
export LLMDBENCH_VLLM_COMMON_PVC_MODEL_CACHE_SIZE=160Gi

# SOURCE: guides/split-serving/ms-split/values.yaml
# Line 6:
#   authSecretName: hub-token
# NOTE: names the secret that is made; the modelservice values always say llm-d-hf-token.
export LLMDBENCH_VLLM_COMMON_HF_TOKEN_NAME=hub-token

# SOURCE: convention of the benchmark: the serve line reads the model from the volume at /model-cache/models
# NOTE: the guide loads the model from hf://example-lab/heron-72b.
export LLMDBENCH_VLLM_MODELSERVICE_URI_PROTOCOL=pvc

# =============================================================================
# Helm charts
# =============================================================================

# SOURCE: guides/split-serving/helmfile.yaml.gotmpl
# Line 22:
#   version: v0.4.5
export LLMDBENCH_VLLM_MODELSERVICE_CHART_VERSION=v0.4.5

# SOURCE: guides/split-serving/helmfile.yaml.gotmpl
# Line 16:
#   version: v1.2.1
export LLMDBENCH_VLLM_GAIE_CHART_VERSION=v1.2.1

# SOURCE: convention: the framework derives this from the chart version before it reads the scenario
export LLMDBENCH_GATEWAY_API_INFERENCE_EXTENSION_CRD_REVISION=$LLMDBENCH_VLLM_GAIE_CHART_VERSION

# =============================================================================
# Images
# =============================================================================

# SOURCE: guides/split-serving/ms-split/values.yaml
# Line 84:
#   image: images.example.com/serving/heron-cuda:v0.4.2
# Line 26:
#   image: images.example.com/serving/heron-cuda:v0.4.2
export LLMDBENCH_LLMD_IMAGE_REGISTRY=images.example.com
export LLMDBENCH_LLMD_IMAGE_REPO=serving
export LLMDBENCH_LLMD_IMAGE_NAME=heron-cuda
export LLMDBENCH_LLMD_IMAGE_TAG=v0.4.2

# SOURCE: guides/split-serving/ms-split/values.yaml
# Line 14:
#   image: images.example.com/serving/stage-proxy:v0.5.3
export LLMDBENCH_LLMD_ROUTINGSIDECAR_IMAGE_REGISTRY=images.example.com
export LLMDBENCH_LLMD_ROUTINGSIDECAR_IMAGE_REPO=serving
export LLMDBENCH_LLMD_ROUTINGSIDECAR_IMAGE_NAME=stage-proxy
export LLMDBENCH_LLMD_ROUTINGSIDECAR_IMAGE_TAG=v0.5.3

# SOURCE: guides/split-serving/gaie-split/values.yaml
# Line 3:
#   hub: images.example.com/scheduling
export LLMDBENCH_LLMD_INFERENCESCHEDULER_IMAGE_REGISTRY=images.example.com
export LLMDBENCH_LLMD_INFERENCESCHEDULER_IMAGE_REPO=scheduling

# SOURCE: guides/split-serving/gaie-split/values.yaml
# Line 4:
#   name: endpoint-picker
export LLMDBENCH_LLMD_INFERENCESCHEDULER_IMAGE_NAME=endpoint-picker

# SOURCE: guides/split-serving/gaie-split/values.yaml
# Line 5:
#   tag: v0.5.3
export LLMDBENCH_LLMD_INFERENCESCHEDULER_IMAGE_TAG=v0.5.3

# =============================================================================
# Gateway and routing
# =============================================================================

# SOURCE: guides/split-serving/ms-split/values.yaml
# Line 12:
#   servicePort: 8000
export LLMDBENCH_VLLM_COMMON_INFERENCE_PORT=8000

# SOURCE: convention: the routing sidecar passes requests on to this port, where decode must listen
export LLMDBENCH_VLLM_COMMON_METRICS_PORT=8200

# SOURCE: guides/split-serving/ms-split/values.yaml
# Line 15:
#   connector: nixlv2 # moves the cache from the reader to the writer
export LLMDBENCH_LLMD_ROUTINGSIDECAR_CONNECTOR=nixlv2

# =============================================================================
# Model server: settings shared by the stages
# =============================================================================

# SOURCE: convention of the benchmark: finds the pod's devices and addresses before the server starts
export LLMDBENCH_VLLM_COMMON_PREPROCESS="python3 /setup/preprocess/set_llmdbench_environment.py; source \$HOME/llmdbench_env.sh"

# SOURCE: guides/split-serving/ms-split/values.yaml
# Line 89:
#   - "--max-model-len=40960"
# Line 31:
#   - "--max-model-len=40960"
export LLMDBENCH_VLLM_COMMON_MAX_MODEL_LEN=40960

# SOURCE: guides/split-serving/ms-split/values.yaml
# Line 90:
#   - "--block-size=64"
# Line 32:
#   - "--block-size=64"
export LLMDBENCH_VLLM_COMMON_BLOCK_SIZE=64

# SOURCE: guides/split-serving/ms-split/values.yaml
# Line 33:
#   - "--max-num-batched-tokens=16384"
export LLMDBENCH_VLLM_COMMON_MAX_NUM_BATCHED_TOKENS=16384

# =============================================================================
# Decode stage
# =============================================================================

# SOURCE: guides/split-serving/ms-split/values.yaml
# Line 79:
#   replicas: 2
export LLMDBENCH_VLLM_MODELSERVICE_DECODE_REPLICAS=2

# SOURCE: guides/split-serving/ms-split/values.yaml
# Line 81:
#   tensor: 8
export LLMDBENCH_VLLM_MODELSERVICE_DECODE_TENSOR_PARALLELISM=8

# SOURCE: guides/split-serving/ms-split/values.yaml
# Line 112:
#   cpu: "28"
# Line 108:
#   cpu: "28"
export LLMDBENCH_VLLM_MODELSERVICE_DECODE_CPU_NR=28

# SOURCE: guides/split-serving/ms-split/values.yaml
# Line 113:
#   memory: 120Gi
# Line 109:
#   memory: 120Gi
export LLMDBENCH_VLLM_MODELSERVICE_DECODE_CPU_MEM=120Gi

# SOURCE: guides/split-serving/ms-split/values.yaml
# Line 114:
#   rdma/ib: 4
export LLMDBENCH_VLLM_MODELSERVICE_DECODE_NETWORK_RESOURCE=rdma/ib

# SOURCE: guides/split-serving/ms-split/values.yaml
# Line 114:
#   rdma/ib: 4
# Line 110:
#   rdma/ib: 4
export LLMDBENCH_VLLM_MODELSERVICE_DECODE_NETWORK_NR=4

# SOURCE: guides/split-serving/ms-split/values.yaml
# Line 9:
#   type: nvidia
export LLMDBENCH_VLLM_MODELSERVICE_DECODE_ACCELERATOR_RESOURCE=nvidia.com/gpu

# SOURCE: guides/split-serving/ms-split/values.yaml
# Line 123:
#   path: /v1/models
export LLMDBENCH_VLLM_MODELSERVICE_DECODE_STARTUP_PROBE_PATH=/v1/models

# SOURCE: guides/split-serving/ms-split/values.yaml
# Line 125:
#   initialDelaySeconds: 60
export LLMDBENCH_VLLM_MODELSERVICE_DECODE_STARTUP_PROBE_INITIAL_DELAY=60

# SOURCE: guides/split-serving/ms-split/values.yaml
# Line 126:
#   failureThreshold: 150
export LLMDBENCH_VLLM_MODELSERVICE_DECODE_STARTUP_PROBE_FAILURE_THRESHOLD=150

# SOURCE: guides/split-serving/ms-split/values.yaml
# Line 135:
#   path: /v1/models
export LLMDBENCH_VLLM_MODELSERVICE_DECODE_READINESS_PROBE_PATH=/v1/models

# SOURCE: convention of the benchmark: the preprocess runs before vllm serve
export LLMDBENCH_VLLM_MODELSERVICE_DECODE_MODEL_COMMAND=custom

# SOURCE: convention: the framework derives this from the shared variable before it reads the scenario
export LLMDBENCH_VLLM_MODELSERVICE_DECODE_PREPROCESS=$LLMDBENCH_VLLM_COMMON_PREPROCESS

# SOURCE: guides/split-serving/ms-split/values.yaml
# Lines 86-91:
#   args:
#   - "--kv-transfer-config"
#   - '{"kv_connector": "NixlConnector", "kv_role": "kv_consumer"}'
#   - "--max-model-len=40960"
#   - "--block-size=64"
#   - "--no-enable-log-requests"
# SOURCE: convention of the benchmark: preprocess first, vllm serve second, host, name and port
export LLMDBENCH_VLLM_MODELSERVICE_DECODE_EXTRA_ARGS=$(mktemp)
cat <<EOF >$LLMDBENCH_VLLM_MODELSERVICE_DECODE_EXTRA_ARGS
REPLACE_ENV_LLMDBENCH_VLLM_MODELSERVICE_DECODE_PREPROCESS; \
vllm serve /model-cache/models/REPLACE_ENV_LLMDBENCH_DEPLOY_CURRENT_MODEL \
--host 0.0.0.0 \
--served-model-name REPLACE_ENV_LLMDBENCH_DEPLOY_CURRENT_MODEL \
--port REPLACE_ENV_LLMDBENCH_VLLM_COMMON_METRICS_PORT \
--kv-transfer-config '{"kv_connector": "NixlConnector", "kv_role": "kv_consumer"}' \
--max-model-len=REPLACE_ENV_LLMDBENCH_VLLM_COMMON_MAX_MODEL_LEN \
--block-size=REPLACE_ENV_LLMDBENCH_VLLM_COMMON_BLOCK_SIZE \
--no-enable-log-requests \
--tensor-parallel-size REPLACE_ENV_LLMDBENCH_VLLM_MODELSERVICE_DECODE_TENSOR_PARALLELISM
EOF

# SOURCE: guides/split-serving/ms-split/values.yaml
# Lines 92-100:
#   env:
#   - name: VLLM_NIXL_SIDE_CHANNEL_HOST
#     valueFrom:
#       fieldRef:
#         fieldPath: status.podIP
#   - name: UCX_NET_DEVICES
#     value: "mlx5_0:1,mlx5_1:1"
#   - name: VLLM_RPC_TIMEOUT
#     value: "90000"
export LLMDBENCH_VLLM_MODELSERVICE_DECODE_ENVVARS_TO_YAML=$(mktemp)
cat <<EOF >$LLMDBENCH_VLLM_MODELSERVICE_DECODE_ENVVARS_TO_YAML
- name: VLLM_NIXL_SIDE_CHANNEL_HOST
  valueFrom:
    fieldRef:
      fieldPath: status.podIP
- name: UCX_NET_DEVICES
  value: "mlx5_0:1,mlx5_1:1"
- name: VLLM_RPC_TIMEOUT
  value: "90000"
EOF

# SOURCE: guides/split-serving/ms-split/values.yaml
# Line 142:
#   sizeLimit: 24Gi
export LLMDBENCH_VLLM_MODELSERVICE_DECODE_SHM_MEM=24Gi

# SOURCE: guides/split-serving/ms-split/values.yaml
# Lines 138-144:
#   volumes:
#   - name: shared-memory
#     emptyDir:
#       medium: Memory
#       sizeLimit: 24Gi
#   - name: kernel-cache
#     emptyDir: {}
# SOURCE: convention of the benchmark: the preprocess scripts, first in the list
export LLMDBENCH_VLLM_MODELSERVICE_DECODE_EXTRA_VOLUMES=$(mktemp)
cat <<EOF >$LLMDBENCH_VLLM_MODELSERVICE_DECODE_EXTRA_VOLUMES
- name: preprocesses
  configMap:
    defaultMode: 0755
    name: llm-d-benchmark-preprocesses
- name: shared-memory
  emptyDir:
    medium: Memory
    sizeLimit: REPLACE_ENV_LLMDBENCH_VLLM_MODELSERVICE_DECODE_SHM_MEM
- name: kernel-cache
  emptyDir: {}
EOF

# SOURCE: guides/split-serving/ms-split/values.yaml
# Lines 115-119:
#   volumeMounts:
#   - name: shared-memory
#     mountPath: /dev/shm
#   - name: kernel-cache
#     mountPath: /.cache
# SOURCE: convention of the benchmark: the preprocess scripts
export LLMDBENCH_VLLM_MODELSERVICE_DECODE_EXTRA_VOLUME_MOUNTS=$(mktemp)
cat <<EOF >$LLMDBENCH_VLLM_MODELSERVICE_DECODE_EXTRA_VOLUME_MOUNTS
- name: preprocesses
  mountPath: /setup/preprocess
- name: shared-memory
  mountPath: /dev/shm
- name: kernel-cache
  mountPath: /.cache
EOF

# SOURCE: guides/split-serving/ms-split/values.yaml
# Lines 101-105:
#   ports:
#   - containerPort: 8200
#     name: vllm
#   - containerPort: 5600
#     name: side-channel
# Lines 121-137:
#   startupProbe:
#     httpGet:
#       path: /v1/models
#       port: vllm
#     initialDelaySeconds: 60
#     failureThreshold: 150
#   livenessProbe:
#     httpGet:
#       path: /health
#       port: vllm
#     periodSeconds: 15
#     failureThreshold: 5
#   readinessProbe:
#     httpGet:
#       path: /v1/models
#       port: vllm
#     periodSeconds: 4
export LLMDBENCH_VLLM_MODELSERVICE_DECODE_EXTRA_CONTAINER_CONFIG=$(mktemp)
cat <<EOF >$LLMDBENCH_VLLM_MODELSERVICE_DECODE_EXTRA_CONTAINER_CONFIG
ports:
  - containerPort: 8200
    name: vllm
  - containerPort: 5600
    name: side-channel
startupProbe:
  httpGet:
    path: /v1/models
    port: vllm
  initialDelaySeconds: 60
  failureThreshold: 150
livenessProbe:
  httpGet:
    path: /health
    port: vllm
  periodSeconds: 15
  failureThreshold: 5
readinessProbe:
  httpGet:
    path: /v1/models
    port: vllm
  periodSeconds: 4
EOF

# =============================================================================
# Prefill stage
# =============================================================================

# SOURCE: guides/split-serving/ms-split/values.yaml
# Line 21:
#   replicas: 6
export LLMDBENCH_VLLM_MODELSERVICE_PREFILL_REPLICAS=6

# SOURCE: guides/split-serving/ms-split/values.yaml
# Line 23:
#   tensor: 2
export LLMDBENCH_VLLM_MODELSERVICE_PREFILL_TENSOR_PARALLELISM=2

# SOURCE: guides/split-serving/ms-split/values.yaml
# Line 52:
#   cpu: "10"
# Line 48:
#   cpu: "10"
export LLMDBENCH_VLLM_MODELSERVICE_PREFILL_CPU_NR=10

# SOURCE: guides/split-serving/ms-split/values.yaml
# Line 53:
#   memory: 48Gi
# Line 49:
#   memory: 48Gi
export LLMDBENCH_VLLM_MODELSERVICE_PREFILL_CPU_MEM=48Gi

# SOURCE: guides/split-serving/ms-split/values.yaml
# Line 54:
#   rdma/ib: 1
# SOURCE: guides/split-serving/helmfile.yaml.gotmpl
# Line 37:
#   value: 2
export LLMDBENCH_VLLM_MODELSERVICE_PREFILL_NETWORK_RESOURCE=rdma/ib

# SOURCE: guides/split-serving/ms-split/values.yaml
# Line 54:
#   rdma/ib: 1
# SOURCE: guides/split-serving/helmfile.yaml.gotmpl
# Line 37:
#   value: 2
# NOTE: prefill.containers[0].resources.requests.rdma/ib asks for 1, which cannot be said beside this: there is one
#       variable for both.
export LLMDBENCH_VLLM_MODELSERVICE_PREFILL_NETWORK_NR=2

# SOURCE: guides/split-serving/ms-split/values.yaml
# Line 9:
#   type: nvidia
export LLMDBENCH_VLLM_MODELSERVICE_PREFILL_ACCELERATOR_RESOURCE=nvidia.com/gpu

# SOURCE: guides/split-serving/ms-split/values.yaml
# Line 61:
#   path: /v1/models
export LLMDBENCH_VLLM_MODELSERVICE_PREFILL_STARTUP_PROBE_PATH=/v1/models

# SOURCE: guides/split-serving/ms-split/values.yaml
# Line 63:
#   initialDelaySeconds: 40
export LLMDBENCH_VLLM_MODELSERVICE_PREFILL_STARTUP_PROBE_INITIAL_DELAY=40

# SOURCE: guides/split-serving/ms-split/values.yaml
# Line 64:
#   failureThreshold: 80
export LLMDBENCH_VLLM_MODELSERVICE_PREFILL_STARTUP_PROBE_FAILURE_THRESHOLD=80

# SOURCE: guides/split-serving/ms-split/values.yaml
# Line 67:
#   path: /v1/models
export LLMDBENCH_VLLM_MODELSERVICE_PREFILL_READINESS_PROBE_PATH=/v1/models

# SOURCE: convention of the benchmark: the preprocess runs before vllm serve
export LLMDBENCH_VLLM_MODELSERVICE_PREFILL_MODEL_COMMAND=custom

# SOURCE: convention: the framework derives this from the shared variable before it reads the scenario
export LLMDBENCH_VLLM_MODELSERVICE_PREFILL_PREPROCESS=$LLMDBENCH_VLLM_COMMON_PREPROCESS

# SOURCE: guides/split-serving/ms-split/values.yaml
# Lines 28-33:
#   args:
#   - "--kv-transfer-config"
#   - '{"kv_connector": "NixlConnector", "kv_role": "kv_producer"}'
#   - "--max-model-len=40960"
#   - "--block-size=64"
#   - "--max-num-batched-tokens=16384"
# SOURCE: convention of the benchmark: preprocess first, vllm serve second, host, name and port
# NOTE: the routing sidecar stands in front of decode only; prefill itself listens on the inference port, where probes
#       and router look for it.
export LLMDBENCH_VLLM_MODELSERVICE_PREFILL_EXTRA_ARGS=$(mktemp)
cat <<EOF >$LLMDBENCH_VLLM_MODELSERVICE_PREFILL_EXTRA_ARGS
REPLACE_ENV_LLMDBENCH_VLLM_MODELSERVICE_PREFILL_PREPROCESS; \
vllm serve /model-cache/models/REPLACE_ENV_LLMDBENCH_DEPLOY_CURRENT_MODEL \
--host 0.0.0.0 \
--served-model-name REPLACE_ENV_LLMDBENCH_DEPLOY_CURRENT_MODEL \
--port REPLACE_ENV_LLMDBENCH_VLLM_COMMON_INFERENCE_PORT \
--kv-transfer-config '{"kv_connector": "NixlConnector", "kv_role": "kv_producer"}' \
--max-model-len=REPLACE_ENV_LLMDBENCH_VLLM_COMMON_MAX_MODEL_LEN \
--block-size=REPLACE_ENV_LLMDBENCH_VLLM_COMMON_BLOCK_SIZE \
--max-num-batched-tokens=REPLACE_ENV_LLMDBENCH_VLLM_COMMON_MAX_NUM_BATCHED_TOKENS \
--tensor-parallel-size REPLACE_ENV_LLMDBENCH_VLLM_MODELSERVICE_PREFILL_TENSOR_PARALLELISM
EOF

# SOURCE: guides/split-serving/ms-split/values.yaml
# Lines 34-40:
#   env:
#   - name: VLLM_NIXL_SIDE_CHANNEL_HOST
#     valueFrom:
#       fieldRef:
#         fieldPath: status.podIP
#   - name: UCX_NET_DEVICES
#     value: "mlx5_0:1"
export LLMDBENCH_VLLM_MODELSERVICE_PREFILL_ENVVARS_TO_YAML=$(mktemp)
cat <<EOF >$LLMDBENCH_VLLM_MODELSERVICE_PREFILL_ENVVARS_TO_YAML
- name: VLLM_NIXL_SIDE_CHANNEL_HOST
  valueFrom:
    fieldRef:
      fieldPath: status.podIP
- name: UCX_NET_DEVICES
  value: "mlx5_0:1"
EOF

# SOURCE: guides/split-serving/ms-split/values.yaml
# Line 74:
#   sizeLimit: 8Gi
export LLMDBENCH_VLLM_MODELSERVICE_PREFILL_SHM_MEM=8Gi

# SOURCE: guides/split-serving/ms-split/values.yaml
# Lines 70-74:
#   volumes:
#   - name: shared-memory
#     emptyDir:
#       medium: Memory
#       sizeLimit: 8Gi
# SOURCE: convention of the benchmark: the preprocess scripts, first in the list
export LLMDBENCH_VLLM_MODELSERVICE_PREFILL_EXTRA_VOLUMES=$(mktemp)
cat <<EOF >$LLMDBENCH_VLLM_MODELSERVICE_PREFILL_EXTRA_VOLUMES
- name: preprocesses
  configMap:
    defaultMode: 0755
    name: llm-d-benchmark-preprocesses
- name: shared-memory
  emptyDir:
    medium: Memory
    sizeLimit: REPLACE_ENV_LLMDBENCH_VLLM_MODELSERVICE_PREFILL_SHM_MEM
EOF

# SOURCE: guides/split-serving/ms-split/values.yaml
# Lines 55-57:
#   volumeMounts:
#   - name: shared-memory
#     mountPath: /dev/shm
# SOURCE: convention of the benchmark: the preprocess scripts
export LLMDBENCH_VLLM_MODELSERVICE_PREFILL_EXTRA_VOLUME_MOUNTS=$(mktemp)
cat <<EOF >$LLMDBENCH_VLLM_MODELSERVICE_PREFILL_EXTRA_VOLUME_MOUNTS
- name: preprocesses
  mountPath: /setup/preprocess
- name: shared-memory
  mountPath: /dev/shm
EOF

# SOURCE: guides/split-serving/ms-split/values.yaml
# Lines 41-45:
#   ports:
#   - containerPort: 8000
#     name: vllm
#   - containerPort: 5600
#     name: side-channel
# Lines 59-69:
#   startupProbe:
#     httpGet:
#       path: /v1/models
#       port: vllm
#     initialDelaySeconds: 40
#     failureThreshold: 80
#   readinessProbe:
#     httpGet:
#       path: /v1/models
#       port: vllm
#     periodSeconds: 4
export LLMDBENCH_VLLM_MODELSERVICE_PREFILL_EXTRA_CONTAINER_CONFIG=$(mktemp)
cat <<EOF >$LLMDBENCH_VLLM_MODELSERVICE_PREFILL_EXTRA_CONTAINER_CONFIG
ports:
  - containerPort: 8000
    name: vllm
  - containerPort: 5600
    name: side-channel
startupProbe:
  httpGet:
    path: /v1/models
    port: vllm
  initialDelaySeconds: 40
  failureThreshold: 80
readinessProbe:
  httpGet:
    path: /v1/models
    port: vllm
  periodSeconds: 4
EOF

# =============================================================================
# Endpoint picker
# =============================================================================

# SOURCE: guides/split-serving/gaie-split/values.yaml
# Line 6:
#   pluginsConfigFile: stages.yaml
export LLMDBENCH_VLLM_MODELSERVICE_GAIE_PLUGINS_CONFIGFILE=stages.yaml

# SOURCE: guides/split-serving/gaie-split/values.yaml
# Lines 7-40:
#   pluginsCustomConfig:
#     stages.yaml: |
#       # Short prompts stay with the writer, long ones visit a reader first.
#       apiVersion: inference.networking.x-k8s.io/v1alpha1
#       kind: EndpointPickerConfig
#       plugins:
#         - type: pd-profile-handler
#           parameters:
#             threshold: 96 # tokens
#             hashBlockSize: 8
#         - type: decode-filter
#         - type: prefill-filter
#         - type: prefill-header-handler
#         - type: queue-scorer
#         - type: load-aware-scorer
#           parameters:
#             threshold: 40
#         - type: random-picker
#           parameters:
#             maxNumOfEndpoints: 2
#
#       schedulingProfiles:
#         - name: decode
#           plugins:
#             - pluginRef: decode-filter
#             - pluginRef: load-aware-scorer
#               weight: 4
#             - pluginRef: random-picker
#         - name: prefill
#           plugins:
#             - pluginRef: prefill-filter
#             - pluginRef: queue-scorer
#               weight: 1.5
#             - pluginRef: random-picker
export LLMDBENCH_VLLM_MODELSERVICE_GAIE_CUSTOM_PLUGINS=$(mktemp)
cat <<EOF >$LLMDBENCH_VLLM_MODELSERVICE_GAIE_CUSTOM_PLUGINS
stages.yaml: |
  # Short prompts stay with the writer, long ones visit a reader first.
  apiVersion: inference.networking.x-k8s.io/v1alpha1
  kind: EndpointPickerConfig
  plugins:
    - type: pd-profile-handler
      parameters:
        threshold: 96 # tokens
        hashBlockSize: 8
    - type: decode-filter
    - type: prefill-filter
    - type: prefill-header-handler
    - type: queue-scorer
    - type: load-aware-scorer
      parameters:
        threshold: 40
    - type: random-picker
      parameters:
        maxNumOfEndpoints: 2

  schedulingProfiles:
    - name: decode
      plugins:
        - pluginRef: decode-filter
        - pluginRef: load-aware-scorer
          weight: 4
        - pluginRef: random-picker
    - name: prefill
      plugins:
        - pluginRef: prefill-filter
        - pluginRef: queue-scorer
          weight: 1.5
        - pluginRef: random-picker
EOF

# =============================================================================
# Benchmark
# =============================================================================

# SOURCE: convention of the benchmark: a load generator that every installation has
export LLMDBENCH_HARNESS_NAME=inference-perf

# SOURCE: convention of the benchmark: a short load to see that the deployment answers
export LLMDBENCH_HARNESS_EXPERIMENT_PROFILE=sanity_random.yaml

# SOURCE: convention of the benchmark: where results are kept
export LLMDBENCH_CONTROL_WORK_DIR=~/data/split-serving

# =============================================================================
# In the guide, but not in this scenario: no variable can carry it
# guides/prereq/gateways/istio.yaml:4 routing.proxy.zapLogLevel: warn
#     no variable reaches this setting of the routing sidecar
# guides/split-serving/ms-split/values.yaml:50 prefill.containers[0].resources.requests.rdma/ib: 1
#     LLMDBENCH_VLLM_MODELSERVICE_PREFILL_NETWORK_NR holds 2, and there is no second variable
# =============================================================================

# =============================================================================
# In the guide, but left to the framework, which has its own way
# guides/split-serving/ms-split/values.yaml:3 modelArtifacts.uri: hf://example-lab/heron-72b
#     the framework builds the URI itself: pvc, since the serve line reads the model from /model-cache/models
# guides/split-serving/ms-split/values.yaml:16 routing.proxy.secure: false
#     always false
# guides/split-serving/ms-split/values.yaml:25 prefill.containers[0].name: vllm
#     always vllm
# guides/split-serving/ms-split/values.yaml:27 prefill.containers[0].modelCommand: vllmServe
#     custom, so that the preprocess runs before vllm serve; what the chart would have added is written out
# guides/split-serving/ms-split/values.yaml:58 prefill.containers[0].mountModelVolume: true
#     always true; the override variable works backwards
# guides/split-serving/ms-split/values.yaml:83 decode.containers[0].name: vllm
#     always vllm
# guides/split-serving/ms-split/values.yaml:85 decode.containers[0].modelCommand: vllmServe
#     custom, so that the preprocess runs before vllm serve; what the chart would have added is written out
# guides/split-serving/ms-split/values.yaml:120 decode.containers[0].mountModelVolume: true
#     always true; the override variable works backwards
# guides/split-serving/gaie-split/values.yaml:42 inferencePool.targetPorts[0].number: 8000
#     never written, so pools of API v1 route to 8000
# guides/split-serving/gaie-split/values.yaml:43 inferencePool.modelServerType: vllm
#     always vllm
# =============================================================================
