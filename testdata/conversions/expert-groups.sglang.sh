#!/usr/bin/env bash
# =============================================================================
# Scenario for the guide expert-groups
# Based on: guides/expert-groups (environment: sglang)
# Converted by llmdbench-ls for llm-d-benchmark v0.5.2.
# SOURCE comments give file, lines and text of the guide that a setting comes from.
#
# Kustomize hierarchy, each built on what is indented below it:
#   guides/expert-groups/manifests/sglang/kustomization.yaml
#     guides/expert-groups/manifests/base/kustomization.yaml
#       guides/expert-groups/manifests/base/decode.yaml
#       guides/expert-groups/manifests/base/prefill.yaml
# =============================================================================

# =============================================================================
# Model
# =============================================================================

# SOURCE: guides/expert-groups/manifests/sglang/engine.yaml
# Line 6:
#   --model-path example-lab/tern-moe \
export LLMDBENCH_DEPLOY_MODEL_LIST=example-lab/tern-moe

# SOURCE: convention of the benchmark: the serve line reads the model from the volume at /model-cache/models
export LLMDBENCH_VLLM_MODELSERVICE_URI_PROTOCOL=pvc

# SOURCE: guides/expert-groups/manifests/base/decode.yaml
# Line 3:
#   kind: LeaderWorkerSet
export LLMDBENCH_VLLM_MODELSERVICE_MULTINODE=true

# =============================================================================
# Images
# =============================================================================

# SOURCE: guides/expert-groups/manifests/base/decode.yaml
# Line 30:
#   image: serving/tern-cuda
# SOURCE: guides/expert-groups/manifests/base/prefill.yaml
# Line 20:
#   image: serving/tern-cuda
export LLMDBENCH_LLMD_IMAGE_REGISTRY=images.example.com
export LLMDBENCH_LLMD_IMAGE_REPO=serving
export LLMDBENCH_LLMD_IMAGE_NAME=tern-sglang
export LLMDBENCH_LLMD_IMAGE_TAG=v0.1.0

# SOURCE: guides/expert-groups/manifests/base/decode.yaml
# Line 20:
#   image: images.example.com/serving/stage-proxy:v0.5.3
export LLMDBENCH_LLMD_ROUTINGSIDECAR_IMAGE_REGISTRY=images.example.com
export LLMDBENCH_LLMD_ROUTINGSIDECAR_IMAGE_REPO=serving
export LLMDBENCH_LLMD_ROUTINGSIDECAR_IMAGE_NAME=stage-proxy
export LLMDBENCH_LLMD_ROUTINGSIDECAR_IMAGE_TAG=v0.5.3

# =============================================================================
# Gateway and routing
# =============================================================================

# SOURCE: guides/expert-groups/manifests/base/decode.yaml
# Line 23:
#   - --port=8000
export LLMDBENCH_VLLM_COMMON_INFERENCE_PORT=8000

# SOURCE: guides/expert-groups/manifests/base/decode.yaml
# Line 24:
#   - --vllm-port=8200
# SOURCE: convention: the routing sidecar passes requests on to this port, where decode must listen
export LLMDBENCH_VLLM_COMMON_METRICS_PORT=8200

# SOURCE: guides/expert-groups/manifests/base/decode.yaml
# Line 25:
#   - --connector=nixlv2
export LLMDBENCH_LLMD_ROUTINGSIDECAR_CONNECTOR=nixlv2

# =============================================================================
# Model server: settings shared by the stages
# =============================================================================

# SOURCE: convention of the benchmark: finds the pod's devices and addresses before the server starts
export LLMDBENCH_VLLM_COMMON_PREPROCESS="python3 /setup/preprocess/set_llmdbench_environment.py; source \$HOME/llmdbench_env.sh"

# SOURCE: guides/expert-groups/manifests/base/decode.yaml
# Line 11:
#   size: 2
# NOTE: v0.5.2 reads this variable nowhere; it is here for whoever looks for it. The size of a group arrives through
#       LLMDBENCH_VLLM_MODELSERVICE_DECODE_NUM_WORKERS_PARALLELISM.
export LLMDBENCH_VLLM_COMMON_NUM_WORKERS_PARALLELISM=2

# =============================================================================
# Decode stage
# =============================================================================

# SOURCE: guides/expert-groups/manifests/base/decode.yaml
# Line 9:
#   replicas: 1
export LLMDBENCH_VLLM_MODELSERVICE_DECODE_REPLICAS=1

# SOURCE: guides/expert-groups/manifests/base/decode.yaml
# Line 65:
#   value: "1"
export LLMDBENCH_VLLM_MODELSERVICE_DECODE_TENSOR_PARALLELISM=1

# SOURCE: guides/expert-groups/manifests/base/decode.yaml
# Line 11:
#   size: 2
# Line 67:
#   value: "4"
# NOTE: the pods of a group times the ranks of a pod: 2 x 4.
export LLMDBENCH_VLLM_MODELSERVICE_DECODE_DATA_PARALLELISM=8

# SOURCE: guides/expert-groups/manifests/base/decode.yaml
# Line 67:
#   value: "4"
export LLMDBENCH_VLLM_MODELSERVICE_DECODE_DATA_LOCAL_PARALLELISM=4

# SOURCE: guides/expert-groups/manifests/base/decode.yaml
# Line 11:
#   size: 2
export LLMDBENCH_VLLM_MODELSERVICE_DECODE_NUM_WORKERS_PARALLELISM=2

# SOURCE: guides/expert-groups/manifests/base/decode.yaml
# Line 103:
#   cpu: 24
export LLMDBENCH_VLLM_MODELSERVICE_DECODE_CPU_NR=24

# SOURCE: guides/expert-groups/manifests/base/decode.yaml
# Line 98:
#   memory: 400Gi
# Line 104:
#   memory: 400Gi
export LLMDBENCH_VLLM_MODELSERVICE_DECODE_CPU_MEM=400Gi

# SOURCE: guides/expert-groups/manifests/base/decode.yaml
# Line 99:
#   ephemeral-storage: 600Gi
# Line 105:
#   ephemeral-storage: 600Gi
export LLMDBENCH_VLLM_MODELSERVICE_DECODE_EPHEMERAL_STORAGE=600Gi

# SOURCE: guides/expert-groups/manifests/base/decode.yaml
# Line 100:
#   nvidia.com/gpu: "4"
export LLMDBENCH_VLLM_MODELSERVICE_DECODE_ACCELERATOR_RESOURCE=nvidia.com/gpu

# SOURCE: guides/expert-groups/manifests/base/decode.yaml
# Line 100:
#   nvidia.com/gpu: "4"
# Line 106:
#   nvidia.com/gpu: "4"
export LLMDBENCH_VLLM_MODELSERVICE_DECODE_ACCELERATOR_NR=4

# SOURCE: guides/expert-groups/manifests/base/decode.yaml
# Line 101:
#   rdma/ib: 1
export LLMDBENCH_VLLM_MODELSERVICE_DECODE_NETWORK_RESOURCE=rdma/ib

# SOURCE: guides/expert-groups/manifests/base/decode.yaml
# Line 101:
#   rdma/ib: 1
# Line 107:
#   rdma/ib: 1
export LLMDBENCH_VLLM_MODELSERVICE_DECODE_NETWORK_NR=1

# SOURCE: guides/expert-groups/manifests/base/decode.yaml
# Line 88:
#   initialDelaySeconds: 0
export LLMDBENCH_VLLM_MODELSERVICE_DECODE_STARTUP_PROBE_INITIAL_DELAY=0

# SOURCE: guides/expert-groups/manifests/base/decode.yaml
# Line 91:
#   failureThreshold: 2700
export LLMDBENCH_VLLM_MODELSERVICE_DECODE_STARTUP_PROBE_FAILURE_THRESHOLD=2700

# SOURCE: convention of the benchmark: the preprocess runs before vllm serve
export LLMDBENCH_VLLM_MODELSERVICE_DECODE_MODEL_COMMAND=custom

# SOURCE: convention: the framework derives this from the shared variable before it reads the scenario
# NOTE: the guide's own commands before the server follow the preprocess.
export LLMDBENCH_VLLM_MODELSERVICE_DECODE_PREPROCESS="${LLMDBENCH_VLLM_COMMON_PREPROCESS}; mkdir -p /tmp/cache"

# SOURCE: guides/expert-groups/manifests/base/decode.yaml
# Lines 34-62:
#   command:
#     - /bin/bash
#     - -c
#   args:
#     - |-
#       # Pods of a group find each other by the leader's address.
#       ################################
#       if [ -d /dev/shm/tuned ]; then
#         cp -r /dev/shm/tuned /tmp/tuned
#       fi
#       [ "${LWS_WORKER_INDEX:-0}" = "0" ] && echo "this pod leads"
#       START_RANK=$(( ${LWS_WORKER_INDEX:-0} * DP_SIZE_LOCAL ))
#
#       exec vllm serve \
#         example-lab/tern-moe \
#         --port 8200 \
#         --trust-remote-code \
#         --max-num-seqs 512 \
#         --tensor-parallel-size $TP_SIZE \
#         --data-parallel-size $((LWS_GROUP_SIZE * DP_SIZE_LOCAL)) \
#         --data-parallel-size-local $DP_SIZE_LOCAL \
#         --data-parallel-address ${LWS_LEADER_ADDRESS} \
#         --data-parallel-rpc-port 5555 \
#         --data-parallel-start-rank $START_RANK \
#         --enable-expert-parallel \
#         --kv-transfer-config \
#           '{"kv_connector": "NixlConnector",
#             "kv_role": "kv_consumer",
#             "kv_load_failure_policy": "fail"}'
# SOURCE: guides/expert-groups/manifests/sglang/engine.yaml
# Lines 3-11:
#   value: |
#     mkdir -p /tmp/cache
#     exec python3 -m sglang.launch_server \
#       --model-path example-lab/tern-moe \
#       --port 8200 \
#       --disaggregation-mode decode \
#       --nnodes $LWS_GROUP_SIZE \
#       --node-rank $LWS_WORKER_INDEX \
#       --dist-init-addr $LWS_LEADER_ADDRESS:20000
# SOURCE: convention of the benchmark: preprocess first, vllm serve second, host, name and port
# NOTE: no command of the guide is vllm serve by itself, so the benchmark's serve line does not apply and the guide's
#       own command stands here.
export LLMDBENCH_VLLM_MODELSERVICE_DECODE_EXTRA_ARGS=$(mktemp)
cat <<EOF >$LLMDBENCH_VLLM_MODELSERVICE_DECODE_EXTRA_ARGS
REPLACE_ENV_LLMDBENCH_VLLM_MODELSERVICE_DECODE_PREPROCESS; \
python3 \
-m sglang.launch_server \
--model-path example-lab/tern-moe \
--port 8200 \
--disaggregation-mode decode \
--nnodes \$LWS_GROUP_SIZE \
--node-rank \$LWS_WORKER_INDEX \
--dist-init-addr \$LWS_LEADER_ADDRESS:20000
EOF

# SOURCE: guides/expert-groups/manifests/base/decode.yaml
# Lines 63-75:
#   env:
#   - name: TP_SIZE
#     value: "1"
#   - name: DP_SIZE_LOCAL
#     value: "4"
#   - name: VLLM_ALL2ALL_BACKEND
#     value: "experts_decode"
#   - name: VLLM_NIXL_SIDE_CHANNEL_HOST
#     valueFrom:
#       fieldRef:
#         fieldPath: status.podIP
#   - name: GLOO_SOCKET_IFNAME
#     value: eth0
# SOURCE: guides/expert-groups/manifests/sglang/engine.yaml
# Line 14:
#   value: {name: SGLANG_LOG_LEVEL, value: info}
export LLMDBENCH_VLLM_MODELSERVICE_DECODE_ENVVARS_TO_YAML=$(mktemp)
cat <<EOF >$LLMDBENCH_VLLM_MODELSERVICE_DECODE_ENVVARS_TO_YAML
- name: TP_SIZE
  value: "1"
- name: DP_SIZE_LOCAL
  value: "4"
- name: VLLM_ALL2ALL_BACKEND
  value: "experts_decode"
- name: VLLM_NIXL_SIDE_CHANNEL_HOST
  valueFrom:
    fieldRef:
      fieldPath: status.podIP
- name: GLOO_SOCKET_IFNAME
  value: eth0
- name: SGLANG_LOG_LEVEL
  value: info
EOF

# SOURCE: guides/expert-groups/manifests/base/decode.yaml
# Line 114:
#   emptyDir: {medium: Memory, sizeLimit: 2Gi}
export LLMDBENCH_VLLM_MODELSERVICE_DECODE_SHM_MEM=2Gi

# SOURCE: guides/expert-groups/manifests/base/decode.yaml
# Lines 112-116:
#   volumes:
#   - name: dshm
#     emptyDir: {medium: Memory, sizeLimit: 2Gi}
#   - name: hf-cache
#     emptyDir: {}
# SOURCE: convention of the benchmark: the preprocess scripts, first in the list
export LLMDBENCH_VLLM_MODELSERVICE_DECODE_EXTRA_VOLUMES=$(mktemp)
cat <<EOF >$LLMDBENCH_VLLM_MODELSERVICE_DECODE_EXTRA_VOLUMES
- name: preprocesses
  configMap:
    defaultMode: 0755
    name: llm-d-benchmark-preprocesses
- emptyDir:
    medium: Memory
    sizeLimit: REPLACE_ENV_LLMDBENCH_VLLM_MODELSERVICE_DECODE_SHM_MEM
  name: dshm
- emptyDir: {}
  name: hf-cache
EOF

# SOURCE: guides/expert-groups/manifests/base/decode.yaml
# Lines 108-111:
#   volumeMounts:
#   - {mountPath: /dev/shm, name: dshm}
#   - mountPath: /huggingface-cache
#     name: hf-cache
# SOURCE: convention of the benchmark: the preprocess scripts
export LLMDBENCH_VLLM_MODELSERVICE_DECODE_EXTRA_VOLUME_MOUNTS=$(mktemp)
cat <<EOF >$LLMDBENCH_VLLM_MODELSERVICE_DECODE_EXTRA_VOLUME_MOUNTS
- name: preprocesses
  mountPath: /setup/preprocess
- mountPath: /dev/shm
  name: dshm
- mountPath: /huggingface-cache
  name: hf-cache
EOF

# SOURCE: guides/expert-groups/manifests/base/decode.yaml
# Lines 31-32:
#   imagePullPolicy: IfNotPresent
#   workingDir: /code
# Lines 76-91:
#   ports:
#   - containerPort: 8200
#     name: http
#     protocol: TCP
#   - {containerPort: 5600, name: side-channel}
#   readinessProbe:
#     httpGet: {path: /health, port: 8200}
#     periodSeconds: 7
#   startupProbe:
#     httpGet:
#       path: /health
#       port: 8200
#     initialDelaySeconds: 0
#     periodSeconds: 1
#     timeoutSeconds: 5
#     failureThreshold: 2700
# Lines 92-95:
#   securityContext:
#     capabilities:
#       add: [IPC_LOCK, SYS_RAWIO]
#     runAsGroup: 0
# Line 33:
#   stdin: true
export LLMDBENCH_VLLM_MODELSERVICE_DECODE_EXTRA_CONTAINER_CONFIG=$(mktemp)
cat <<EOF >$LLMDBENCH_VLLM_MODELSERVICE_DECODE_EXTRA_CONTAINER_CONFIG
imagePullPolicy: IfNotPresent
ports:
  - containerPort: 8200
    name: http
    protocol: TCP
  - containerPort: 5600
    name: side-channel
readinessProbe:
  httpGet:
    path: /health
    port: 8200
  periodSeconds: 7
securityContext:
  capabilities:
    add:
      - IPC_LOCK
      - SYS_RAWIO
  runAsGroup: 0
startupProbe:
  failureThreshold: 2700
  httpGet:
    path: /health
    port: 8200
  initialDelaySeconds: 0
  periodSeconds: 1
  timeoutSeconds: 5
stdin: true
workingDir: /code
EOF

# SOURCE: guides/expert-groups/manifests/base/decode.yaml
# Lines 117-123:
#   affinity:
#     podAntiAffinity:
#       preferredDuringSchedulingIgnoredDuringExecution:
#       - weight: 100
#         podAffinityTerm:
#           topologyKey: kubernetes.io/hostname
#           labelSelector: {matchLabels: {example.com/model: tern}}
# NOTE: any pod config makes v0.5.2 write values that are not valid YAML, so the stage is not deployed; behind the list
#       of volumes, below extraConfig, the settings survive.
export LLMDBENCH_VLLM_MODELSERVICE_DECODE_EXTRA_POD_CONFIG=$(mktemp)
cat <<EOF >$LLMDBENCH_VLLM_MODELSERVICE_DECODE_EXTRA_POD_CONFIG
affinity:
  podAntiAffinity:
    preferredDuringSchedulingIgnoredDuringExecution:
      - podAffinityTerm:
          labelSelector:
            matchLabels:
              example.com/model: tern
          topologyKey: kubernetes.io/hostname
        weight: 100
EOF

# =============================================================================
# Prefill stage
# =============================================================================

# SOURCE: guides/expert-groups/manifests/base/prefill.yaml
# Line 9:
#   replicas: 2
export LLMDBENCH_VLLM_MODELSERVICE_PREFILL_REPLICAS=2

# SOURCE: guides/expert-groups/manifests/base/prefill.yaml
# Line 55:
#   value: "1"
export LLMDBENCH_VLLM_MODELSERVICE_PREFILL_TENSOR_PARALLELISM=1

# SOURCE: guides/expert-groups/manifests/base/prefill.yaml
# Line 11:
#   size: 2
# Line 57:
#   value: "2"
# NOTE: the pods of a group times the ranks of a pod: 2 x 2.
export LLMDBENCH_VLLM_MODELSERVICE_PREFILL_DATA_PARALLELISM=4

# SOURCE: guides/expert-groups/manifests/base/prefill.yaml
# Line 57:
#   value: "2"
export LLMDBENCH_VLLM_MODELSERVICE_PREFILL_DATA_LOCAL_PARALLELISM=2

# SOURCE: guides/expert-groups/manifests/base/prefill.yaml
# Line 11:
#   size: 2
export LLMDBENCH_VLLM_MODELSERVICE_PREFILL_NUM_WORKERS_PARALLELISM=2

# SOURCE: guides/expert-groups/manifests/base/prefill.yaml
# Line 91:
#   cpu: 24
export LLMDBENCH_VLLM_MODELSERVICE_PREFILL_CPU_NR=24

# SOURCE: guides/expert-groups/manifests/base/prefill.yaml
# Line 86:
#   memory: 400Gi
# Line 92:
#   memory: 400Gi
export LLMDBENCH_VLLM_MODELSERVICE_PREFILL_CPU_MEM=400Gi

# SOURCE: guides/expert-groups/manifests/base/prefill.yaml
# Line 87:
#   ephemeral-storage: 600Gi
# Line 93:
#   ephemeral-storage: 600Gi
export LLMDBENCH_VLLM_MODELSERVICE_PREFILL_EPHEMERAL_STORAGE=600Gi

# SOURCE: guides/expert-groups/manifests/base/prefill.yaml
# Line 88:
#   nvidia.com/gpu: "2"
export LLMDBENCH_VLLM_MODELSERVICE_PREFILL_ACCELERATOR_RESOURCE=nvidia.com/gpu

# SOURCE: guides/expert-groups/manifests/base/prefill.yaml
# Line 88:
#   nvidia.com/gpu: "2"
# Line 94:
#   nvidia.com/gpu: "2"
export LLMDBENCH_VLLM_MODELSERVICE_PREFILL_ACCELERATOR_NR=2

# SOURCE: guides/expert-groups/manifests/base/prefill.yaml
# Line 89:
#   rdma/ib: 1
export LLMDBENCH_VLLM_MODELSERVICE_PREFILL_NETWORK_RESOURCE=rdma/ib

# SOURCE: guides/expert-groups/manifests/base/prefill.yaml
# Line 89:
#   rdma/ib: 1
# Line 95:
#   rdma/ib: 1
export LLMDBENCH_VLLM_MODELSERVICE_PREFILL_NETWORK_NR=1

# SOURCE: guides/expert-groups/manifests/base/prefill.yaml
# Line 76:
#   initialDelaySeconds: 0
export LLMDBENCH_VLLM_MODELSERVICE_PREFILL_STARTUP_PROBE_INITIAL_DELAY=0

# SOURCE: guides/expert-groups/manifests/base/prefill.yaml
# Line 79:
#   failureThreshold: 2700
export LLMDBENCH_VLLM_MODELSERVICE_PREFILL_STARTUP_PROBE_FAILURE_THRESHOLD=2700

# SOURCE: convention of the benchmark: the preprocess runs before vllm serve
export LLMDBENCH_VLLM_MODELSERVICE_PREFILL_MODEL_COMMAND=custom

# SOURCE: convention: the framework derives this from the shared variable before it reads the scenario
# NOTE: the guide's own commands before the server follow the preprocess.
export LLMDBENCH_VLLM_MODELSERVICE_PREFILL_PREPROCESS="${LLMDBENCH_VLLM_COMMON_PREPROCESS}; mkdir -p /tmp/cache"

# SOURCE: guides/expert-groups/manifests/base/prefill.yaml
# Lines 24-52:
#   command:
#     - /bin/bash
#     - -c
#   args:
#     - |-
#       # Pods of a group find each other by the leader's address.
#       ################################
#       if [ -d /dev/shm/tuned ]; then
#         cp -r /dev/shm/tuned /tmp/tuned
#       fi
#       [ "${LWS_WORKER_INDEX:-0}" = "0" ] && echo "this pod leads"
#       START_RANK=$(( ${LWS_WORKER_INDEX:-0} * DP_SIZE_LOCAL ))
#
#       exec vllm serve \
#         example-lab/tern-moe \
#         --port 8000 \
#         --trust-remote-code \
#         --max-num-batched-tokens 8192 \
#         --tensor-parallel-size $TP_SIZE \
#         --data-parallel-size $((LWS_GROUP_SIZE * DP_SIZE_LOCAL)) \
#         --data-parallel-size-local $DP_SIZE_LOCAL \
#         --data-parallel-address ${LWS_LEADER_ADDRESS} \
#         --data-parallel-rpc-port 5555 \
#         --data-parallel-start-rank $START_RANK \
#         --enable-expert-parallel \
#         --kv-transfer-config \
#           '{"kv_connector": "NixlConnector",
#             "kv_role": "kv_producer",
#             "kv_load_failure_policy": "fail"}'
# SOURCE: guides/expert-groups/manifests/sglang/kustomization.yaml
# Lines 15-17:
#   value: |
#     mkdir -p /tmp/cache
#     exec python3 -m sglang.launch_server --model-path example-lab/tern-moe --port 8000 --disaggregation-mode prefill --nnodes $LWS_GROUP_SIZE --node-rank $LWS_WORKER_INDEX --dist-init-addr $LWS_LEADER_ADDRESS:20000
# SOURCE: convention of the benchmark: preprocess first, vllm serve second, host, name and port
# NOTE: no command of the guide is vllm serve by itself, so the benchmark's serve line does not apply and the guide's
#       own command stands here.
export LLMDBENCH_VLLM_MODELSERVICE_PREFILL_EXTRA_ARGS=$(mktemp)
cat <<EOF >$LLMDBENCH_VLLM_MODELSERVICE_PREFILL_EXTRA_ARGS
REPLACE_ENV_LLMDBENCH_VLLM_MODELSERVICE_PREFILL_PREPROCESS; \
python3 \
-m sglang.launch_server \
--model-path example-lab/tern-moe \
--port 8000 \
--disaggregation-mode prefill \
--nnodes \$LWS_GROUP_SIZE \
--node-rank \$LWS_WORKER_INDEX \
--dist-init-addr \$LWS_LEADER_ADDRESS:20000
EOF

# SOURCE: guides/expert-groups/manifests/base/prefill.yaml
# Lines 53-63:
#   env:
#   - name: TP_SIZE
#     value: "1"
#   - name: DP_SIZE_LOCAL
#     value: "2"
#   - name: VLLM_ALL2ALL_BACKEND
#     value: "experts_prefill"
#   - name: VLLM_NIXL_SIDE_CHANNEL_HOST
#     valueFrom:
#       fieldRef:
#         fieldPath: status.podIP
export LLMDBENCH_VLLM_MODELSERVICE_PREFILL_ENVVARS_TO_YAML=$(mktemp)
cat <<EOF >$LLMDBENCH_VLLM_MODELSERVICE_PREFILL_ENVVARS_TO_YAML
- name: TP_SIZE
  value: "1"
- name: DP_SIZE_LOCAL
  value: "2"
- name: VLLM_ALL2ALL_BACKEND
  value: "experts_prefill"
- name: VLLM_NIXL_SIDE_CHANNEL_HOST
  valueFrom:
    fieldRef:
      fieldPath: status.podIP
EOF

# SOURCE: guides/expert-groups/manifests/base/prefill.yaml
# Line 102:
#   emptyDir: {medium: Memory, sizeLimit: 2Gi}
export LLMDBENCH_VLLM_MODELSERVICE_PREFILL_SHM_MEM=2Gi

# SOURCE: guides/expert-groups/manifests/base/prefill.yaml
# Lines 100-104:
#   volumes:
#   - name: dshm
#     emptyDir: {medium: Memory, sizeLimit: 2Gi}
#   - name: hf-cache
#     emptyDir: {}
# SOURCE: convention of the benchmark: the preprocess scripts, first in the list
export LLMDBENCH_VLLM_MODELSERVICE_PREFILL_EXTRA_VOLUMES=$(mktemp)
cat <<EOF >$LLMDBENCH_VLLM_MODELSERVICE_PREFILL_EXTRA_VOLUMES
- name: preprocesses
  configMap:
    defaultMode: 0755
    name: llm-d-benchmark-preprocesses
- emptyDir:
    medium: Memory
    sizeLimit: REPLACE_ENV_LLMDBENCH_VLLM_MODELSERVICE_PREFILL_SHM_MEM
  name: dshm
- emptyDir: {}
  name: hf-cache
EOF

# SOURCE: guides/expert-groups/manifests/base/prefill.yaml
# Lines 96-99:
#   volumeMounts:
#   - {mountPath: /dev/shm, name: dshm}
#   - mountPath: /huggingface-cache
#     name: hf-cache
# SOURCE: convention of the benchmark: the preprocess scripts
export LLMDBENCH_VLLM_MODELSERVICE_PREFILL_EXTRA_VOLUME_MOUNTS=$(mktemp)
cat <<EOF >$LLMDBENCH_VLLM_MODELSERVICE_PREFILL_EXTRA_VOLUME_MOUNTS
- name: preprocesses
  mountPath: /setup/preprocess
- mountPath: /dev/shm
  name: dshm
- mountPath: /huggingface-cache
  name: hf-cache
EOF

# SOURCE: guides/expert-groups/manifests/base/prefill.yaml
# Lines 21-22:
#   imagePullPolicy: IfNotPresent
#   workingDir: /code
# Lines 64-79:
#   ports:
#   - containerPort: 8000
#     name: http
#     protocol: TCP
#   - {containerPort: 5600, name: side-channel}
#   readinessProbe:
#     httpGet: {path: /health, port: 8000}
#     periodSeconds: 7
#   startupProbe:
#     httpGet:
#       path: /health
#       port: 8000
#     initialDelaySeconds: 0
#     periodSeconds: 1
#     timeoutSeconds: 5
#     failureThreshold: 2700
# Lines 80-83:
#   securityContext:
#     capabilities:
#       add: [IPC_LOCK, SYS_RAWIO]
#     runAsGroup: 0
# Line 23:
#   stdin: true
export LLMDBENCH_VLLM_MODELSERVICE_PREFILL_EXTRA_CONTAINER_CONFIG=$(mktemp)
cat <<EOF >$LLMDBENCH_VLLM_MODELSERVICE_PREFILL_EXTRA_CONTAINER_CONFIG
imagePullPolicy: IfNotPresent
ports:
  - containerPort: 8000
    name: http
    protocol: TCP
  - containerPort: 5600
    name: side-channel
readinessProbe:
  httpGet:
    path: /health
    port: 8000
  periodSeconds: 7
securityContext:
  capabilities:
    add:
      - IPC_LOCK
      - SYS_RAWIO
  runAsGroup: 0
startupProbe:
  failureThreshold: 2700
  httpGet:
    path: /health
    port: 8000
  initialDelaySeconds: 0
  periodSeconds: 1
  timeoutSeconds: 5
stdin: true
workingDir: /code
EOF

# SOURCE: guides/expert-groups/manifests/base/prefill.yaml
# Lines 105-111:
#   affinity:
#     podAntiAffinity:
#       preferredDuringSchedulingIgnoredDuringExecution:
#       - weight: 100
#         podAffinityTerm:
#           topologyKey: kubernetes.io/hostname
#           labelSelector: {matchLabels: {example.com/model: tern}}
# NOTE: any pod config makes v0.5.2 write values that are not valid YAML, so the stage is not deployed; behind the list
#       of volumes, below extraConfig, the settings survive.
export LLMDBENCH_VLLM_MODELSERVICE_PREFILL_EXTRA_POD_CONFIG=$(mktemp)
cat <<EOF >$LLMDBENCH_VLLM_MODELSERVICE_PREFILL_EXTRA_POD_CONFIG
affinity:
  podAntiAffinity:
    preferredDuringSchedulingIgnoredDuringExecution:
      - podAffinityTerm:
          labelSelector:
            matchLabels:
              example.com/model: tern
          topologyKey: kubernetes.io/hostname
        weight: 100
EOF

# =============================================================================
# Endpoint picker
# =============================================================================

# SOURCE: guides/expert-groups/gaie-experts/values.yaml
# Line 3:
#   pluginsConfigFile: two-stages.yaml
export LLMDBENCH_VLLM_MODELSERVICE_GAIE_PLUGINS_CONFIGFILE=two-stages.yaml

# SOURCE: guides/expert-groups/gaie-experts/values.yaml
# Lines 4-20:
#   pluginsCustomConfig:
#     two-stages.yaml: |
#       apiVersion: inference.networking.x-k8s.io/v1alpha1
#       kind: EndpointPickerConfig
#       plugins:
#       - type: prefill-filter
#       - type: decode-filter
#       - type: random-picker
#         parameters:
#           maxNumOfEndpoints: 1
#       - type: pd-profile-handler
#         parameters: {threshold: 0, hashBlockSize: 5}
#       schedulingProfiles:
#       - name: prefill
#         plugins: [{pluginRef: prefill-filter}, {pluginRef: random-picker}]
#       - name: decode
#         plugins: [{pluginRef: decode-filter}, {pluginRef: random-picker}]
export LLMDBENCH_VLLM_MODELSERVICE_GAIE_CUSTOM_PLUGINS=$(mktemp)
cat <<EOF >$LLMDBENCH_VLLM_MODELSERVICE_GAIE_CUSTOM_PLUGINS
two-stages.yaml: |
  apiVersion: inference.networking.x-k8s.io/v1alpha1
  kind: EndpointPickerConfig
  plugins:
  - type: prefill-filter
  - type: decode-filter
  - type: random-picker
    parameters:
      maxNumOfEndpoints: 1
  - type: pd-profile-handler
    parameters: {threshold: 0, hashBlockSize: 5}
  schedulingProfiles:
  - name: prefill
    plugins: [{pluginRef: prefill-filter}, {pluginRef: random-picker}]
  - name: decode
    plugins: [{pluginRef: decode-filter}, {pluginRef: random-picker}]
EOF

# =============================================================================
# Benchmark
# =============================================================================

# SOURCE: convention of the benchmark: a load generator that every installation has
export LLMDBENCH_HARNESS_NAME=inference-perf

# SOURCE: convention of the benchmark: a short load to see that the deployment answers
export LLMDBENCH_HARNESS_EXPERIMENT_PROFILE=sanity_random.yaml

# SOURCE: convention of the benchmark: where results are kept
export LLMDBENCH_CONTROL_WORK_DIR=~/data/expert-groups.sglang

# =============================================================================
# In the guide, but not read
# guides/expert-groups/manifests/base/kustomization.yaml:8 https://downloads.example.com/groups/v0.7.0/controller.yaml is remote; nothing is fetched, so what it holds is left out
# =============================================================================

# =============================================================================
# In the guide, but left to the framework, which has its own way
# guides/expert-groups/manifests/base/decode.yaml:29 decode.containers[0].name: vllm
# guides/expert-groups/manifests/base/prefill.yaml:19 prefill.containers[0].name: vllm
#     always vllm
# guides/expert-groups/gaie-experts/values.yaml:2 inferenceExtension.replicas: 1
#     always 1
# guides/expert-groups/gaie-experts/values.yaml:22 inferencePool.targetPortNumber: 8000
#     read by pools of v1alpha2 only; the port of the model server's service is written there
# guides/expert-groups/gaie-experts/values.yaml:23 inferencePool.modelServerType: vllm
#     always vllm
# guides/expert-groups/manifests/base/decode.yaml:2 decode.apiVersion: leaderworkerset.x-k8s.io/v1
#     the chart writes the workload
# guides/expert-groups/manifests/base/decode.yaml:3 decode.kind: LeaderWorkerSet
#     the chart writes a Deployment, or with multinode a LeaderWorkerSet
# guides/expert-groups/manifests/base/decode.yaml:7 decode.metadata.labels.llm-d.ai/role: decode
# guides/expert-groups/manifests/base/decode.yaml:5 decode.metadata.name: experts-decode-sglang
# guides/expert-groups/manifests/base/kustomization.yaml:16 decode.metadata.annotations.example.com/owner: serving-team
#     the framework names and labels what it deploys itself
# guides/expert-groups/manifests/base/decode.yaml:16 decode.spec.leaderWorkerTemplate.workerTemplate.metadata.labels.example.com/model: tern
# guides/expert-groups/manifests/base/decode.yaml:15 decode.spec.leaderWorkerTemplate.workerTemplate.metadata.labels.llm-d.ai/role: decode
#     pods are labelled llm-d.ai/inferenceServing, llm-d.ai/model and llm-d.ai/role by framework and chart
# guides/expert-groups/manifests/base/decode.yaml:23 decode.spec.leaderWorkerTemplate.workerTemplate.spec.initContainers[0].args[0]: --port=8000
# guides/expert-groups/manifests/base/decode.yaml:24 decode.spec.leaderWorkerTemplate.workerTemplate.spec.initContainers[0].args[1]: --vllm-port=8200
# guides/expert-groups/manifests/base/decode.yaml:25 decode.spec.leaderWorkerTemplate.workerTemplate.spec.initContainers[0].args[2]: --connector=nixlv2
# guides/expert-groups/manifests/base/decode.yaml:26 decode.spec.leaderWorkerTemplate.workerTemplate.spec.initContainers[0].args[3]: --secure-proxy=false
# guides/expert-groups/manifests/base/decode.yaml:19 decode.spec.leaderWorkerTemplate.workerTemplate.spec.initContainers[0].name: routing-proxy
# guides/expert-groups/manifests/base/decode.yaml:27 decode.spec.leaderWorkerTemplate.workerTemplate.spec.initContainers[0].ports[0].containerPort: 8000
# guides/expert-groups/manifests/base/decode.yaml:27 decode.spec.leaderWorkerTemplate.workerTemplate.spec.initContainers[0].ports[0].name: proxy
# guides/expert-groups/manifests/base/decode.yaml:21 decode.spec.leaderWorkerTemplate.workerTemplate.spec.initContainers[0].restartPolicy: Always
#     the chart adds the routing sidecar with settings of its own
# guides/expert-groups/manifests/base/prefill.yaml:2 prefill.apiVersion: leaderworkerset.x-k8s.io/v1
#     the chart writes the workload
# guides/expert-groups/manifests/base/prefill.yaml:3 prefill.kind: LeaderWorkerSet
#     the chart writes a Deployment, or with multinode a LeaderWorkerSet
# guides/expert-groups/manifests/base/prefill.yaml:7 prefill.metadata.labels.llm-d.ai/role: prefill
# guides/expert-groups/manifests/base/prefill.yaml:5 prefill.metadata.name: experts-prefill-sglang
# guides/expert-groups/manifests/base/kustomization.yaml:16 prefill.metadata.annotations.example.com/owner: serving-team
#     the framework names and labels what it deploys itself
# guides/expert-groups/manifests/base/prefill.yaml:16 prefill.spec.leaderWorkerTemplate.workerTemplate.metadata.labels.example.com/model: tern
# guides/expert-groups/manifests/base/prefill.yaml:15 prefill.spec.leaderWorkerTemplate.workerTemplate.metadata.labels.llm-d.ai/role: prefill
#     pods are labelled llm-d.ai/inferenceServing, llm-d.ai/model and llm-d.ai/role by framework and chart
# =============================================================================

# =============================================================================
# In the guide, and equal to the framework's default, so not set here
# guides/expert-groups/manifests/base/decode.yaml:82 decode.containers[0].readinessProbe.httpGet.path: /health
# guides/expert-groups/manifests/base/decode.yaml:86 decode.containers[0].startupProbe.httpGet.path: /health
# guides/expert-groups/manifests/base/prefill.yaml:70 prefill.containers[0].readinessProbe.httpGet.path: /health
# guides/expert-groups/manifests/base/prefill.yaml:74 prefill.containers[0].startupProbe.httpGet.path: /health
#     the framework's default is /health
# =============================================================================
