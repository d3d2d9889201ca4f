#!/usr/bin/env bash
# =============================================================================
# Scenario for the guide split-serving
# Based on: guides/split-serving (environment: hpu)
# Converted by llmdbench-ls for llm-d-benchmark v0.5.2.
# SOURCE comments give file, lines and text of the guide that a setting comes from.
# =============================================================================

# =============================================================================
# Model
# =============================================================================

# SOURCE: guides/split-serving/ms-split/values_hpu.yaml
# Line 3:
#   name: "example-lab/heron-7b"
export LLMDBENCH_DEPLOY_MODEL_LIST=example-lab/heron-7b

# SOURCE: guides/split-serving/ms-split/values_hpu.yaml
# Line 4:
#   size: 18Gi
export LLMDBENCH_VLLM_COMMON_PVC_MODEL_CACHE_SIZE=18Gi

# SOURCE: convention of the benchmark: the serve line reads the model from the volume at /model-cache/models
# NOTE: the guide loads the model from hf://example-lab/heron-7b.
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

# SOURCE: guides/split-serving/ms-split/values_hpu.yaml
# Line 45:
#   image: images.example.com/serving/heron-hpu:v0.4.0
# Line 21:
#   image: images.example.com/serving/heron-hpu:v0.4.0
export LLMDBENCH_LLMD_IMAGE_REGISTRY=images.example.com
export LLMDBENCH_LLMD_IMAGE_REPO=serving
export LLMDBENCH_LLMD_IMAGE_NAME=heron-hpu
export LLMDBENCH_LLMD_IMAGE_TAG=v0.4.0

# SOURCE: guides/split-serving/ms-split/values_hpu.yaml
# Line 12:
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

# SOURCE: guides/split-serving/ms-split/values_hpu.yaml
# Line 10:
#   servicePort: 8000
export LLMDBENCH_VLLM_COMMON_INFERENCE_PORT=8000

# SOURCE: convention: the routing sidecar passes requests on to this port, where decode must listen
export LLMDBENCH_VLLM_COMMON_METRICS_PORT=8200

# SOURCE: guides/split-serving/ms-split/values_hpu.yaml
# Line 13:
#   connector: nixlv2
export LLMDBENCH_LLMD_ROUTINGSIDECAR_CONNECTOR=nixlv2

# =============================================================================
# Model server: settings shared by the stages
# =============================================================================

# SOURCE: convention of the benchmark: finds the pod's devices and addresses before the server starts
export LLMDBENCH_VLLM_COMMON_PREPROCESS="python3 /setup/preprocess/set_llmdbench_environment.py; source \$HOME/llmdbench_env.sh"

# SOURCE: guides/split-serving/ms-split/values_hpu.yaml
# Lines 26-27:
#   - --block-size
#   - "128"
export LLMDBENCH_VLLM_COMMON_BLOCK_SIZE=128

# SOURCE: guides/split-serving/ms-split/values_hpu.yaml
# Lines 28-29:
#   - --max-model-len
#   - "8192"
export LLMDBENCH_VLLM_COMMON_MAX_MODEL_LEN=8192

# =============================================================================
# Decode stage
# =============================================================================

# SOURCE: guides/split-serving/ms-split/values_hpu.yaml
# Line 41:
#   replicas: 1
export LLMDBENCH_VLLM_MODELSERVICE_DECODE_REPLICAS=1

# SOURCE: guides/split-serving/ms-split/values_hpu.yaml
# Line 42:
#   parallelism: {tensor: 1}
export LLMDBENCH_VLLM_MODELSERVICE_DECODE_TENSOR_PARALLELISM=1

# SOURCE: guides/split-serving/ms-split/values_hpu.yaml
# Lines 50-51:
#   requests: {cpu: "12", memory: 96Gi}
#   limits: {cpu: "12", memory: 96Gi}
export LLMDBENCH_VLLM_MODELSERVICE_DECODE_CPU_NR=12
export LLMDBENCH_VLLM_MODELSERVICE_DECODE_CPU_MEM=96Gi

# SOURCE: guides/split-serving/ms-split/values_hpu.yaml
# Line 7:
#   type: intel-gaudi
export LLMDBENCH_VLLM_MODELSERVICE_DECODE_ACCELERATOR_RESOURCE=habana.ai/gaudi

# SOURCE: guides/split-serving/helmfile.yaml.gotmpl
# Line 32:
#   example.com/card-order: serial
export LLMDBENCH_VLLM_MODELSERVICE_DECODE_PODANNOTATIONS=example.com/card-order:serial

# SOURCE: convention of the benchmark: the preprocess runs before vllm serve
export LLMDBENCH_VLLM_MODELSERVICE_DECODE_MODEL_COMMAND=custom

# SOURCE: convention: the framework derives this from the shared variable before it reads the scenario
export LLMDBENCH_VLLM_MODELSERVICE_DECODE_PREPROCESS=$LLMDBENCH_VLLM_COMMON_PREPROCESS

# SOURCE: guides/split-serving/ms-split/values_hpu.yaml
# Line 47:
#   args: *stageArgs
# Lines 23-29:
#   args: &stageArgs # both stages start alike
#   - --kv-transfer-config
#   - '{"kv_connector": "NixlConnector", "kv_role": "kv_both", "kv_buffer_device": "cpu"}'
#   - --block-size
#   - "128"
#   - --max-model-len
#   - "8192"
# SOURCE: convention of the benchmark: preprocess first, vllm serve second, host, name and port
export LLMDBENCH_VLLM_MODELSERVICE_DECODE_EXTRA_ARGS=$(mktemp)
cat <<EOF >$LLMDBENCH_VLLM_MODELSERVICE_DECODE_EXTRA_ARGS
REPLACE_ENV_LLMDBENCH_VLLM_MODELSERVICE_DECODE_PREPROCESS; \
vllm serve /model-cache/models/REPLACE_ENV_LLMDBENCH_DEPLOY_CURRENT_MODEL \
--host 0.0.0.0 \
--served-model-name REPLACE_ENV_LLMDBENCH_DEPLOY_CURRENT_MODEL \
--port REPLACE_ENV_LLMDBENCH_VLLM_COMMON_METRICS_PORT \
--kv-transfer-config '{"kv_connector": "NixlConnector", "kv_role": "kv_both", "kv_buffer_device": "cpu"}' \
--block-size REPLACE_ENV_LLMDBENCH_VLLM_COMMON_BLOCK_SIZE \
--max-model-len REPLACE_ENV_LLMDBENCH_VLLM_COMMON_MAX_MODEL_LEN \
--tensor-parallel-size REPLACE_ENV_LLMDBENCH_VLLM_MODELSERVICE_DECODE_TENSOR_PARALLELISM
EOF

# SOURCE: guides/split-serving/ms-split/values_hpu.yaml
# Line 48:
#   env: *stageEnv
# Lines 30-34:
#   env: &stageEnv
#   - name: VLLM_SKIP_WARMUP
#     value: "true"
#   - name: PT_HPU_LAZY_MODE
#     value: "1"
export LLMDBENCH_VLLM_MODELSERVICE_DECODE_ENVVARS_TO_YAML=$(mktemp)
cat <<EOF >$LLMDBENCH_VLLM_MODELSERVICE_DECODE_ENVVARS_TO_YAML
- name: VLLM_SKIP_WARMUP
  value: "true"
- name: PT_HPU_LAZY_MODE
  value: "1"
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

# =============================================================================
# Prefill stage
# =============================================================================

# SOURCE: guides/split-serving/ms-split/values_hpu.yaml
# Line 17:
#   replicas: 1
export LLMDBENCH_VLLM_MODELSERVICE_PREFILL_REPLICAS=1

# SOURCE: guides/split-serving/ms-split/values_hpu.yaml
# Line 18:
#   parallelism: {tensor: 1}
export LLMDBENCH_VLLM_MODELSERVICE_PREFILL_TENSOR_PARALLELISM=1

# SOURCE: guides/split-serving/ms-split/values_hpu.yaml
# Lines 36-37:
#   requests: {cpu: "8", memory: 64Gi}
#   limits: {cpu: "8", memory: 64Gi}
export LLMDBENCH_VLLM_MODELSERVICE_PREFILL_CPU_NR=8
export LLMDBENCH_VLLM_MODELSERVICE_PREFILL_CPU_MEM=64Gi

# SOURCE: guides/split-serving/ms-split/values_hpu.yaml
# Line 7:
#   type: intel-gaudi
export LLMDBENCH_VLLM_MODELSERVICE_PREFILL_ACCELERATOR_RESOURCE=habana.ai/gaudi

# SOURCE: convention of the benchmark: the preprocess runs before vllm serve
export LLMDBENCH_VLLM_MODELSERVICE_PREFILL_MODEL_COMMAND=custom

# SOURCE: convention: the framework derives this from the shared variable before it reads the scenario
export LLMDBENCH_VLLM_MODELSERVICE_PREFILL_PREPROCESS=$LLMDBENCH_VLLM_COMMON_PREPROCESS

# SOURCE: guides/split-serving/ms-split/values_hpu.yaml
# Lines 23-29:
#   args: &stageArgs # both stages start alike
#   - --kv-transfer-config
#   - '{"kv_connector": "NixlConnector", "kv_role": "kv_both", "kv_buffer_device": "cpu"}'
#   - --block-size
#   - "128"
#   - --max-model-len
#   - "8192"
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
--kv-transfer-config '{"kv_connector": "NixlConnector", "kv_role": "kv_both", "kv_buffer_device": "cpu"}' \
--block-size REPLACE_ENV_LLMDBENCH_VLLM_COMMON_BLOCK_SIZE \
--max-model-len REPLACE_ENV_LLMDBENCH_VLLM_COMMON_MAX_MODEL_LEN \
--tensor-parallel-size REPLACE_ENV_LLMDBENCH_VLLM_MODELSERVICE_PREFILL_TENSOR_PARALLELISM
EOF

# SOURCE: guides/split-serving/ms-split/values_hpu.yaml
# Lines 30-34:
#   env: &stageEnv
#   - name: VLLM_SKIP_WARMUP
#     value: "true"
#   - name: PT_HPU_LAZY_MODE
#     value: "1"
export LLMDBENCH_VLLM_MODELSERVICE_PREFILL_ENVVARS_TO_YAML=$(mktemp)
cat <<EOF >$LLMDBENCH_VLLM_MODELSERVICE_PREFILL_ENVVARS_TO_YAML
- name: VLLM_SKIP_WARMUP
  value: "true"
- name: PT_HPU_LAZY_MODE
  value: "1"
EOF

# SOURCE: convention of the benchmark: the preprocess scripts, first in the list
export LLMDBENCH_VLLM_MODELSERVICE_PREFILL_EXTRA_VOLUMES=$(mktemp)
cat <<EOF >$LLMDBENCH_VLLM_MODELSERVICE_PREFILL_EXTRA_VOLUMES
- name: preprocesses
  configMap:
    defaultMode: 0755
    name: llm-d-benchmark-preprocesses
EOF

# SOURCE: convention of the benchmark: the preprocess scripts
export LLMDBENCH_VLLM_MODELSERVICE_PREFILL_EXTRA_VOLUME_MOUNTS=$(mktemp)
cat <<EOF >$LLMDBENCH_VLLM_MODELSERVICE_PREFILL_EXTRA_VOLUME_MOUNTS
- name: preprocesses
  mountPath: /setup/preprocess
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
export LLMDBENCH_CONTROL_WORK_DIR=~/data/split-serving.hpu

# =============================================================================
# In the guide, but not in this scenario: no variable can carry it
# guides/prereq/gateways/istio.yaml:4 routing.proxy.zapLogLevel: warn
#     no variable reaches this setting of the routing sidecar
# =============================================================================

# =============================================================================
# In the guide, but left to the framework, which has its own way
# guides/split-serving/ms-split/values_hpu.yaml:2 modelArtifacts.uri: hf://example-lab/heron-7b
#     the framework builds the URI itself: pvc, since the serve line reads the model from /model-cache/models
# guides/split-serving/ms-split/values_hpu.yaml:14 routing.proxy.secure: false
#     always false
# guides/split-serving/ms-split/values_hpu.yaml:20 prefill.containers[0].name: vllm
#     always vllm
# guides/split-serving/ms-split/values_hpu.yaml:22 prefill.containers[0].modelCommand: vllmServe
#     custom, so that the preprocess runs before vllm serve; what the chart would have added is written out
# guides/split-serving/ms-split/values_hpu.yaml:38 prefill.containers[0].mountModelVolume: true
#     always true; the override variable works backwards
# guides/split-serving/ms-split/values_hpu.yaml:44 decode.containers[0].name: vllm
#     always vllm
# guides/split-serving/ms-split/values_hpu.yaml:46 decode.containers[0].modelCommand: vllmServe
#     custom, so that the preprocess runs before vllm serve; what the chart would have added is written out
# guides/split-serving/ms-split/values_hpu.yaml:52 decode.containers[0].mountModelVolume: true
#     always true; the override variable works backwards
# guides/split-serving/gaie-split/values.yaml:42 inferencePool.targetPorts[0].number: 8000
#     never written, so pools of API v1 route to 8000
# guides/split-serving/gaie-split/values.yaml:43 inferencePool.modelServerType: vllm
#     always vllm
# =============================================================================
