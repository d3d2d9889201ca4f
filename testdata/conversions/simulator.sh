#!/usr/bin/env bash
# =============================================================================
# Scenario for the guide simulator
# Based on: guides/simulator (environment: default)
# Converted by llmdbench-ls for llm-d-benchmark v0.5.2.
# SOURCE comments give file, lines and text of the guide that a setting comes from.
# =============================================================================

# =============================================================================
# Model
# =============================================================================

# SOURCE: guides/simulator/ms-fake/values.yaml
# Line 2:
#   modelArtifacts: {name: random, uri: hf://random, size: 1Mi}
export LLMDBENCH_DEPLOY_MODEL_LIST=random
export LLMDBENCH_VLLM_COMMON_PVC_MODEL_CACHE_SIZE=1Mi

# SOURCE: convention of the benchmark: the serve line reads the model from the volume at /model-cache/models
# NOTE: the guide loads the model from hf://random.
export LLMDBENCH_VLLM_MODELSERVICE_URI_PROTOCOL=pvc

# =============================================================================
# Images
# =============================================================================

# SOURCE: guides/simulator/ms-fake/values.yaml
# Line 8:
#   image: images.example.com/serving/answer-simulator:v0.6.1
export LLMDBENCH_LLMD_IMAGE_REGISTRY=images.example.com
export LLMDBENCH_LLMD_IMAGE_REPO=serving
export LLMDBENCH_LLMD_IMAGE_NAME=answer-simulator
export LLMDBENCH_LLMD_IMAGE_TAG=v0.6.1

# SOURCE: guides/simulator/gaie-fake/values.yaml
# Line 4:
#   hub: images.example.com/scheduling
export LLMDBENCH_LLMD_INFERENCESCHEDULER_IMAGE_REGISTRY=images.example.com
export LLMDBENCH_LLMD_INFERENCESCHEDULER_IMAGE_REPO=scheduling

# SOURCE: guides/simulator/gaie-fake/values.yaml
# Line 5:
#   name: endpoint-picker
export LLMDBENCH_LLMD_INFERENCESCHEDULER_IMAGE_NAME=endpoint-picker

# SOURCE: guides/simulator/gaie-fake/values.yaml
# Line 6:
#   tag: v0.5.3
export LLMDBENCH_LLMD_INFERENCESCHEDULER_IMAGE_TAG=v0.5.3

# =============================================================================
# Gateway and routing
# =============================================================================

# SOURCE: guides/simulator/ms-fake/values.yaml
# Line 13:
#   proxy: {enabled: false}
# SOURCE: the chart's routing.servicePort
# NOTE: without the routing sidecar, decode listens on the service port itself.
export LLMDBENCH_VLLM_COMMON_METRICS_PORT=8000

# SOURCE: guides/simulator/ms-fake/values.yaml
# Line 13:
#   proxy: {enabled: false}
export LLMDBENCH_LLMD_ROUTINGSIDECAR_ENABLED=false

# =============================================================================
# Model server: settings shared by the stages
# =============================================================================

# SOURCE: convention of the benchmark: finds the pod's devices and addresses before the server starts
export LLMDBENCH_VLLM_COMMON_PREPROCESS="python3 /setup/preprocess/set_llmdbench_environment.py; source \$HOME/llmdbench_env.sh"

# =============================================================================
# Decode stage
# =============================================================================

# SOURCE: guides/simulator/ms-fake/values.yaml
# Line 5:
#   replicas: 5
export LLMDBENCH_VLLM_MODELSERVICE_DECODE_REPLICAS=5

# SOURCE: convention of the benchmark: the preprocess runs before vllm serve
# NOTE: the guide runs the image's own entry point. The serve line below runs vllm: an image without it, such as a
#       simulator's, cannot be benchmarked this way.
export LLMDBENCH_VLLM_MODELSERVICE_DECODE_MODEL_COMMAND=custom

# SOURCE: the chart's default: the guide gives no tensor-parallel size
export LLMDBENCH_VLLM_MODELSERVICE_DECODE_TENSOR_PARALLELISM=1

# SOURCE: convention: the framework derives this from the shared variable before it reads the scenario
export LLMDBENCH_VLLM_MODELSERVICE_DECODE_PREPROCESS=$LLMDBENCH_VLLM_COMMON_PREPROCESS

# SOURCE: convention of the benchmark: preprocess first, vllm serve second, host, name and port
export LLMDBENCH_VLLM_MODELSERVICE_DECODE_EXTRA_ARGS=$(mktemp)
cat <<EOF >$LLMDBENCH_VLLM_MODELSERVICE_DECODE_EXTRA_ARGS
REPLACE_ENV_LLMDBENCH_VLLM_MODELSERVICE_DECODE_PREPROCESS; \
vllm serve /model-cache/models/REPLACE_ENV_LLMDBENCH_DEPLOY_CURRENT_MODEL \
--host 0.0.0.0 \
--served-model-name REPLACE_ENV_LLMDBENCH_DEPLOY_CURRENT_MODEL \
--port REPLACE_ENV_LLMDBENCH_VLLM_COMMON_METRICS_PORT \
--tensor-parallel-size REPLACE_ENV_LLMDBENCH_VLLM_MODELSERVICE_DECODE_TENSOR_PARALLELISM
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

# SOURCE: guides/simulator/ms-fake/values.yaml
# Line 15:
#   prefill: {create: false}
export LLMDBENCH_VLLM_MODELSERVICE_PREFILL_REPLICAS=0

# =============================================================================
# Endpoint picker
# =============================================================================

# SOURCE: guides/simulator/gaie-fake/values.yaml
# Line 2:
#   pluginsConfigFile: default-plugins.yaml
export LLMDBENCH_VLLM_MODELSERVICE_GAIE_PLUGINS_CONFIGFILE=default-plugins.yaml

# =============================================================================
# Benchmark
# =============================================================================

# SOURCE: convention of the benchmark: a load generator that every installation has
export LLMDBENCH_HARNESS_NAME=inference-perf

# SOURCE: convention of the benchmark: a short load to see that the deployment answers
export LLMDBENCH_HARNESS_EXPERIMENT_PROFILE=sanity_random.yaml

# SOURCE: convention of the benchmark: where results are kept
export LLMDBENCH_CONTROL_WORK_DIR=~/data/simulator

# =============================================================================
# In the guide, but left to the framework, which has its own way
# guides/simulator/ms-fake/values.yaml:2 modelArtifacts.uri: hf://random
#     the framework builds the URI itself: pvc, since the serve line reads the model from /model-cache/models
# guides/simulator/ms-fake/values.yaml:7 decode.containers[0].name: vllm
#     always vllm
# guides/simulator/ms-fake/values.yaml:9 decode.containers[0].modelCommand: imageDefault
#     custom, so that the preprocess runs before vllm serve; what the chart would have added is written out
# guides/simulator/ms-fake/values.yaml:10 decode.containers[0].mountModelVolume: false
#     always true; the override variable works backwards
# guides/simulator/gaie-fake/values.yaml:8 inferencePool.modelServerType: vllm
#     always vllm
# =============================================================================
