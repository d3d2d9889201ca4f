#!/usr/bin/env bash
# =============================================================================
# Scenario for the guide prefix-events
# Based on: guides/prefix-events (environment: default)
# Converted by llmdbench-ls for llm-d-benchmark v0.5.2.
# SOURCE comments give file, lines and text of the guide that a setting comes from.
# =============================================================================

# =============================================================================
# Model
# =============================================================================

# SOURCE: guides/prefix-events/ms-events/values.yaml
# Line 4:
#   name: example-lab/otter-32b
export LLMDBENCH_DEPLOY_MODEL_LIST=example-lab/otter-32b

# SOURCE: guides/prefix-events/ms-events/values.yaml
# Line 5:
#   size: 90Gi
export LLMDBENCH_VLLM_COMMON_PVC_MODEL_CACHE_SIZE=90Gi

# SOURCE: guides/prefix-events/ms-events/values.yaml
# Line 6:
#   authSecretName: hub-token
# NOTE: names the secret that is made; the modelservice values always say llm-d-hf-token.
export LLMDBENCH_VLLM_COMMON_HF_TOKEN_NAME=hub-token

# SOURCE: convention of the benchmark: the serve line reads the model from the volume at /model-cache/models
# NOTE: the guide loads the model from hf://example-lab/otter-32b.
export LLMDBENCH_VLLM_MODELSERVICE_URI_PROTOCOL=pvc

# =============================================================================
# Helm charts
# =============================================================================

# SOURCE: guides/prefix-events/helmfile.yaml.gotmpl
# Line 22:
#   version: v0.4.7
export LLMDBENCH_VLLM_MODELSERVICE_CHART_VERSION=v0.4.7

# SOURCE: guides/prefix-events/helmfile.yaml.gotmpl
# Line 13:
#   version: v1.3.0
export LLMDBENCH_VLLM_GAIE_CHART_VERSION=v1.3.0

# SOURCE: convention: the framework derives this from the chart version before it reads the scenario
export LLMDBENCH_GATEWAY_API_INFERENCE_EXTENSION_CRD_REVISION=$LLMDBENCH_VLLM_GAIE_CHART_VERSION

# =============================================================================
# Images
# =============================================================================

# SOURCE: guides/prefix-events/ms-events/values.yaml
# Line 22:
#   image: images.example.com/serving/otter-cuda:v0.4.3
export LLMDBENCH_LLMD_IMAGE_REGISTRY=images.example.com
export LLMDBENCH_LLMD_IMAGE_REPO=serving
export LLMDBENCH_LLMD_IMAGE_NAME=otter-cuda
export LLMDBENCH_LLMD_IMAGE_TAG=v0.4.3

# SOURCE: guides/prefix-events/gaie-events/values.yaml
# Line 3:
#   hub: images.example.com/scheduling
export LLMDBENCH_LLMD_INFERENCESCHEDULER_IMAGE_REGISTRY=images.example.com
export LLMDBENCH_LLMD_INFERENCESCHEDULER_IMAGE_REPO=scheduling

# SOURCE: guides/prefix-events/gaie-events/values.yaml
# Line 4:
#   name: endpoint-picker
export LLMDBENCH_LLMD_INFERENCESCHEDULER_IMAGE_NAME=endpoint-picker

# SOURCE: guides/prefix-events/gaie-events/values.yaml
# Line 5:
#   tag: v0.5.4
export LLMDBENCH_LLMD_INFERENCESCHEDULER_IMAGE_TAG=v0.5.4

# SOURCE: guides/prefix-events/gaie-events/values.yaml
# Line 27:
#   image: images.example.com/scheduling/tokenizer:v0.5.4
export LLMDBENCH_LLMD_UDS_TOKENIZER_IMAGE_REGISTRY=images.example.com
export LLMDBENCH_LLMD_UDS_TOKENIZER_IMAGE_REPO=scheduling
export LLMDBENCH_LLMD_UDS_TOKENIZER_IMAGE_NAME=tokenizer
export LLMDBENCH_LLMD_UDS_TOKENIZER_IMAGE_TAG=v0.5.4

# =============================================================================
# Gateway and routing
# =============================================================================

# SOURCE: guides/prereq/gateways/istio.yaml
# Line 16:
#   name: istio
export LLMDBENCH_VLLM_MODELSERVICE_GATEWAY_CLASS_NAME=istio

# SOURCE: guides/prefix-events/ms-events/values.yaml
# Line 13:
#   enabled: false
# SOURCE: the chart's routing.servicePort
# NOTE: without the routing sidecar, decode listens on the service port itself.
export LLMDBENCH_VLLM_COMMON_METRICS_PORT=8000

# SOURCE: guides/prefix-events/ms-events/values.yaml
# Line 13:
#   enabled: false
export LLMDBENCH_LLMD_ROUTINGSIDECAR_ENABLED=false

# =============================================================================
# Model server: settings shared by the stages
# =============================================================================

# SOURCE: convention of the benchmark: finds the pod's devices and addresses before the server starts
export LLMDBENCH_VLLM_COMMON_PREPROCESS="python3 /setup/preprocess/set_llmdbench_environment.py; source \$HOME/llmdbench_env.sh"

# SOURCE: guides/prefix-events/ms-events/values.yaml
# Lines 25-26:
#   - --block-size
#   - "32" # the picker below must use the same size
export LLMDBENCH_VLLM_COMMON_BLOCK_SIZE=32

# SOURCE: guides/prefix-events/ms-events/values.yaml
# Line 38:
#   - --max-model-len=16384
export LLMDBENCH_VLLM_COMMON_MAX_MODEL_LEN=16384

# =============================================================================
# Decode stage
# =============================================================================

# SOURCE: guides/prefix-events/ms-events/values.yaml
# Line 16:
#   replicas: 4
export LLMDBENCH_VLLM_MODELSERVICE_DECODE_REPLICAS=4

# SOURCE: guides/prefix-events/ms-events/values.yaml
# Line 18:
#   tensor: 2
export LLMDBENCH_VLLM_MODELSERVICE_DECODE_TENSOR_PARALLELISM=2

# SOURCE: guides/prefix-events/ms-events/values.yaml
# Line 19:
#   data: 1
export LLMDBENCH_VLLM_MODELSERVICE_DECODE_DATA_PARALLELISM=1

# SOURCE: guides/prefix-events/ms-events/values.yaml
# Line 65:
#   cpu: "20"
# Line 62:
#   cpu: "20"
export LLMDBENCH_VLLM_MODELSERVICE_DECODE_CPU_NR=20

# SOURCE: guides/prefix-events/ms-events/values.yaml
# Line 66:
#   memory: 80Gi
# Line 63:
#   memory: 80Gi
export LLMDBENCH_VLLM_MODELSERVICE_DECODE_CPU_MEM=80Gi

# SOURCE: guides/prefix-events/ms-events/values.yaml
# Line 9:
#   type: nvidia
export LLMDBENCH_VLLM_MODELSERVICE_DECODE_ACCELERATOR_RESOURCE=nvidia.com/gpu

# SOURCE: convention of the benchmark: the preprocess runs before vllm serve
export LLMDBENCH_VLLM_MODELSERVICE_DECODE_MODEL_COMMAND=custom

# SOURCE: convention: the framework derives this from the shared variable before it reads the scenario
export LLMDBENCH_VLLM_MODELSERVICE_DECODE_PREPROCESS=$LLMDBENCH_VLLM_COMMON_PREPROCESS

# SOURCE: guides/prefix-events/ms-events/values.yaml
# Lines 24-38:
#   args:
#       - --block-size
#       - "32" # the picker below must use the same size
#       - --kv-events-config
#       - |
#           {
#               "publisher": "zmq",
#               "enable_kv_cache_events": true,
#               "endpoint": "tcp://$(PICKER_HOST).$(POD_SPACE).svc:5599",
#               "topic": "kv@$(POD_IP)@example-lab/otter-32b"
#           }
#       - --compilation-config
#       - '{"cudagraph_capture_sizes":[1,2,4,8],"mode":3}'
#       - --prefix-caching-hash-algo=sha256_cbor
#       - --max-model-len=16384
# SOURCE: convention of the benchmark: preprocess first, vllm serve second, host, name and port
# NOTE: the value of --compilation-config is in the container variable ARG_COMPILATION_CONFIG: square brackets, line
#       breaks and backslashes do not survive on the command line.
export LLMDBENCH_VLLM_MODELSERVICE_DECODE_EXTRA_ARGS=$(mktemp)
cat <<EOF >$LLMDBENCH_VLLM_MODELSERVICE_DECODE_EXTRA_ARGS
REPLACE_ENV_LLMDBENCH_VLLM_MODELSERVICE_DECODE_PREPROCESS; \
vllm serve /model-cache/models/REPLACE_ENV_LLMDBENCH_DEPLOY_CURRENT_MODEL \
--host 0.0.0.0 \
--served-model-name REPLACE_ENV_LLMDBENCH_DEPLOY_CURRENT_MODEL \
--port REPLACE_ENV_LLMDBENCH_VLLM_COMMON_METRICS_PORT \
--block-size REPLACE_ENV_LLMDBENCH_VLLM_COMMON_BLOCK_SIZE \
--kv-events-config '{"publisher":"zmq","enable_kv_cache_events":true,"endpoint":"tcp://\$(PICKER_HOST).\$(POD_SPACE).svc:5599","topic":"kv@\$(POD_IP)@example-lab/otter-32b"}' \
--compilation-config "\$ARG_COMPILATION_CONFIG" \
--prefix-caching-hash-algo=sha256_cbor \
--max-model-len=REPLACE_ENV_LLMDBENCH_VLLM_COMMON_MAX_MODEL_LEN \
--tensor-parallel-size REPLACE_ENV_LLMDBENCH_VLLM_MODELSERVICE_DECODE_TENSOR_PARALLELISM
EOF

# SOURCE: guides/prefix-events/ms-events/values.yaml
# Line 39:
#   env:
# Lines 41-59:
#   - name: PICKER_HOST
#   - name: POD_SPACE
#     valueFrom:
#         fieldRef:
#             fieldPath: metadata.namespace
#   - name: POD_IP
#     valueFrom:
#         fieldRef:
#             apiVersion: v1
#             fieldPath: status.podIP
#   - name: HF_TOKEN
#     valueFrom:
#         secretKeyRef:
#             name: hub-token
#             key: HF_TOKEN
#             optional: true
#   # Equal seeds give equal block hashes in every pod.
#   - name: PYTHONHASHSEED
#     value: "7"
# SOURCE: guides/prefix-events/helmfile.yaml.gotmpl
# Lines 29-30:
#   - name: decode.containers[0].env[0].value
#     value: {{ printf "gaie-%s-epp" $tag | quote }}
# SOURCE: added by convention, not in the guide: ARG_COMPILATION_CONFIG
# NOTE: the chart adds HF_TOKEN from the secret llm-d-hf-token behind this list, and the last entry wins.
export LLMDBENCH_VLLM_MODELSERVICE_DECODE_ENVVARS_TO_YAML=$(mktemp)
cat <<EOF >$LLMDBENCH_VLLM_MODELSERVICE_DECODE_ENVVARS_TO_YAML
- name: PICKER_HOST
  value: "gaie-events-epp"
- name: POD_SPACE
  valueFrom:
    fieldRef:
      fieldPath: metadata.namespace
- name: POD_IP
  valueFrom:
    fieldRef:
      apiVersion: v1
      fieldPath: status.podIP
- name: HF_TOKEN
  valueFrom:
    secretKeyRef:
      name: hub-token
      key: HF_TOKEN
      optional: true
- name: PYTHONHASHSEED
  value: "7"
- name: ARG_COMPILATION_CONFIG
  value: '{"cudagraph_capture_sizes":[1,2,4,8],"mode":3}'
EOF

# SOURCE: guides/prefix-events/ms-events/values.yaml
# Line 77:
#   sizeLimit: 16Gi
export LLMDBENCH_VLLM_MODELSERVICE_DECODE_SHM_MEM=16Gi

# SOURCE: guides/prefix-events/ms-events/values.yaml
# Lines 73-80:
#   volumes:
#       - name: shared-memory
#         emptyDir:
#             medium: Memory
#             sizeLimit: 16Gi
#       - name: kernel-cache
#         emptyDir:
#             sizeLimit: 5Gi
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
  emptyDir:
    sizeLimit: 5Gi
EOF

# SOURCE: guides/prefix-events/ms-events/values.yaml
# Lines 67-71:
#   volumeMounts:
#       - name: shared-memory
#         mountPath: /dev/shm
#       - name: kernel-cache
#         mountPath: /.triton
# SOURCE: convention of the benchmark: the preprocess scripts
export LLMDBENCH_VLLM_MODELSERVICE_DECODE_EXTRA_VOLUME_MOUNTS=$(mktemp)
cat <<EOF >$LLMDBENCH_VLLM_MODELSERVICE_DECODE_EXTRA_VOLUME_MOUNTS
- name: preprocesses
  mountPath: /setup/preprocess
- name: shared-memory
  mountPath: /dev/shm
- name: kernel-cache
  mountPath: /.triton
EOF

# =============================================================================
# Prefill stage
# =============================================================================

# SOURCE: guides/prefix-events/ms-events/values.yaml
# Line 83:
#   create: false
export LLMDBENCH_VLLM_MODELSERVICE_PREFILL_REPLICAS=0

# =============================================================================
# Endpoint picker
# =============================================================================

# SOURCE: guides/prefix-events/gaie-events/values.yaml
# Line 37:
#   pluginsConfigFile: events.yaml
export LLMDBENCH_VLLM_MODELSERVICE_GAIE_PLUGINS_CONFIGFILE=events.yaml

# SOURCE: guides/prefix-events/gaie-events/values.yaml
# Lines 38-61:
#   pluginsCustomConfig:
#       events.yaml: |
#           apiVersion: inference.networking.x-k8s.io/v1alpha1
#           kind: EndpointPickerConfig
#           plugins:
#             - type: single-profile-handler
#             - name: known-blocks # refers to what the pods publish
#               type: precise-prefix-cache-scorer
#               parameters:
#                 kvEventsConfig:
#                   zmqEndpoint: tcp://*:5599
#                   topicFilter: "kv@"
#                   concurrency: 6
#                 tokenProcessorConfig:
#                   blockSize: 32
#                   hashSeed: "7"
#             - type: kv-cache-utilization-scorer
#             - type: weighted-random-picker
#           schedulingProfiles:
#             - name: default
#               plugins:
#                 - {pluginRef: known-blocks, weight: 5}
#                 - {pluginRef: kv-cache-utilization-scorer, weight: 1}
#                 - {pluginRef: weighted-random-picker}
export LLMDBENCH_VLLM_MODELSERVICE_GAIE_CUSTOM_PLUGINS=$(mktemp)
cat <<EOF >$LLMDBENCH_VLLM_MODELSERVICE_GAIE_CUSTOM_PLUGINS
events.yaml: |
  apiVersion: inference.networking.x-k8s.io/v1alpha1
  kind: EndpointPickerConfig
  plugins:
    - type: single-profile-handler
    - name: known-blocks # refers to what the pods publish
      type: precise-prefix-cache-scorer
      parameters:
        kvEventsConfig:
          zmqEndpoint: tcp://*:5599
          topicFilter: "kv@"
          concurrency: 6
        tokenProcessorConfig:
          blockSize: 32
          hashSeed: "7"
    - type: kv-cache-utilization-scorer
    - type: weighted-random-picker
  schedulingProfiles:
    - name: default
      plugins:
        - {pluginRef: known-blocks, weight: 5}
        - {pluginRef: kv-cache-utilization-scorer, weight: 1}
        - {pluginRef: weighted-random-picker}
EOF

# SOURCE: guides/prefix-events/gaie-events/values.yaml
# Line 7:
#   v: 3
export LLMDBENCH_VLLM_MODELSERVICE_GAIE_EPP_VERBOSITY=3

# SOURCE: guides/prefix-events/gaie-events/values.yaml
# Lines 6-8:
#   flags:
#       v: 3
#       refresh-metrics-interval: 80ms
# NOTE: v0.5.2 writes the key flags twice, and the second one, which holds only v, wins;
#       LLMDBENCH_VLLM_MODELSERVICE_GAIE_EPP_VERBOSITY is the one flag that arrives.
export LLMDBENCH_VLLM_MODELSERVICE_GAIE_FLAGS=$(mktemp)
cat <<EOF >$LLMDBENCH_VLLM_MODELSERVICE_GAIE_FLAGS
v: 3
refresh-metrics-interval: 80ms
EOF

# SOURCE: guides/prefix-events/gaie-events/values.yaml
# Line 25:
#   enabled: true
export LLMDBENCH_VLLM_MODELSERVICE_GAIE_SIDECAR_ENABLED=true

# =============================================================================
# Benchmark
# =============================================================================

# SOURCE: convention of the benchmark: a load generator that every installation has
export LLMDBENCH_HARNESS_NAME=inference-perf

# SOURCE: convention of the benchmark: a short load to see that the deployment answers
export LLMDBENCH_HARNESS_EXPERIMENT_PROFILE=sanity_random.yaml

# SOURCE: convention of the benchmark: where results are kept
export LLMDBENCH_CONTROL_WORK_DIR=~/data/prefix-events

# =============================================================================
# In the guide, but left to the framework, which has its own way
# guides/prefix-events/ms-events/values.yaml:3 modelArtifacts.uri: hf://example-lab/otter-32b
#     the framework builds the URI itself: pvc, since the serve line reads the model from /model-cache/models
# guides/prefix-events/ms-events/values.yaml:21 decode.containers[0].name: vllm
#     always vllm
# guides/prefix-events/ms-events/values.yaml:23 decode.containers[0].modelCommand: vllmServe
#     custom, so that the preprocess runs before vllm serve; what the chart would have added is written out
# guides/prefix-events/ms-events/values.yaml:72 decode.containers[0].mountModelVolume: true
#     always true; the override variable works backwards
# guides/prefix-events/gaie-events/values.yaml:11 inferenceExtension.extraServicePorts[0].name: events
# guides/prefix-events/gaie-events/values.yaml:12 inferenceExtension.extraServicePorts[0].port: 5599
# guides/prefix-events/gaie-events/values.yaml:13 inferenceExtension.extraServicePorts[0].targetPort: 5599
# guides/prefix-events/gaie-events/values.yaml:15 inferenceExtension.extraContainerPorts[0].name: events
# guides/prefix-events/gaie-events/values.yaml:16 inferenceExtension.extraContainerPorts[0].containerPort: 5599
#     always zmq on 5557
# guides/prefix-events/gaie-events/values.yaml:18 inferenceExtension.env[0].name: HF_TOKEN
# guides/prefix-events/gaie-events/values.yaml:21 inferenceExtension.env[0].valueFrom.secretKeyRef.name: hub-token
# guides/prefix-events/gaie-events/values.yaml:22 inferenceExtension.env[0].valueFrom.secretKeyRef.key: HF_TOKEN
#     the framework writes HF_TOKEN, from the secret that LLMDBENCH_VLLM_COMMON_HF_TOKEN_NAME names, where a token is given
# guides/prefix-events/gaie-events/values.yaml:26 inferenceExtension.sidecar.name: tokenizer
#     always tokenizer-uds
# guides/prefix-events/gaie-events/values.yaml:29 inferenceExtension.sidecar.env[0].name: TOKENIZERS_DIR
# guides/prefix-events/gaie-events/values.yaml:30 inferenceExtension.sidecar.env[0].value: /words
#     always TOKENIZERS_DIR and HF_HOME, both /tokenizers
# guides/prefix-events/gaie-events/values.yaml:32 inferenceExtension.sidecar.volumeMounts[0].name: words
# guides/prefix-events/gaie-events/values.yaml:33 inferenceExtension.sidecar.volumeMounts[0].mountPath: /words
#     always the tokenizer's two mounts
# guides/prefix-events/gaie-events/values.yaml:35 inferenceExtension.volumes[0].name: words
# guides/prefix-events/gaie-events/values.yaml:36 inferenceExtension.volumes[0].emptyDir: {}
#     always the tokenizer's two volumes
# guides/prefix-events/gaie-events/values.yaml:63 inferencePool.modelServerType: vllm
#     always vllm
# guides/prefix-events/gaie-events/values.yaml:65 inferencePool.targetPorts[0].number: 8000
#     never written, so pools of API v1 route to 8000
# =============================================================================
