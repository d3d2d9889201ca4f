#!/usr/bin/env bash
# =============================================================================
# Scenario for the guide offload-cache
# Based on: guides/offload-cache (environment: gpu)
# Converted by llmdbench-ls for llm-d-benchmark v0.5.2.
# SOURCE comments give file, lines and text of the guide that a setting comes from.
#
# Kustomize hierarchy, each built on what is indented below it:
#   guides/offload-cache/manifests/shared/gpu/kustomization.yaml
#     guides/offload-cache/manifests/shared/server/kustomization.yaml
#       guides/offload-cache/manifests/shared/server/account.yaml
#       guides/offload-cache/manifests/shared/server/server.yaml
# =============================================================================

# =============================================================================
# Model
# =============================================================================

# SOURCE: guides/offload-cache/manifests/shared/server/server.yaml
# Line 24:
#   exec vllm serve example-lab/wren-32b --port 8000
export LLMDBENCH_DEPLOY_MODEL_LIST=example-lab/wren-32b

# SOURCE: convention of the benchmark: the serve line reads the model from the volume at /model-cache/models
export LLMDBENCH_VLLM_MODELSERVICE_URI_PROTOCOL=pvc

# =============================================================================
# Images
# =============================================================================

# SOURCE: guides/offload-cache/manifests/shared/server/server.yaml
# Line 20:
#   image: images.example.com/serving/wren-cuda:v0.1.0
export LLMDBENCH_LLMD_IMAGE_REGISTRY=images.example.com
export LLMDBENCH_LLMD_IMAGE_REPO=serving
export LLMDBENCH_LLMD_IMAGE_NAME=wren-cuda
export LLMDBENCH_LLMD_IMAGE_TAG=v0.1.0

# SOURCE: guides/offload-cache/gaie-offload/values.yaml
# Line 5:
#   hub: images.example.com/routing
export LLMDBENCH_LLMD_INFERENCESCHEDULER_IMAGE_REGISTRY=images.example.com
export LLMDBENCH_LLMD_INFERENCESCHEDULER_IMAGE_REPO=routing

# SOURCE: guides/offload-cache/gaie-offload/values.yaml
# Line 6:
#   name: picker
export LLMDBENCH_LLMD_INFERENCESCHEDULER_IMAGE_NAME=picker

# SOURCE: guides/offload-cache/gaie-offload/values.yaml
# Line 7:
#   tag: v1.1.0
export LLMDBENCH_LLMD_INFERENCESCHEDULER_IMAGE_TAG=v1.1.0

# =============================================================================
# Gateway and routing
# =============================================================================

# SOURCE: guides/offload-cache/gaie-offload/values.yaml
# Line 41:
#   name: istio
export LLMDBENCH_VLLM_MODELSERVICE_GATEWAY_CLASS_NAME=istio

# SOURCE: guides/offload-cache/manifests/shared/server/server.yaml
# Lines 23-24:
#   - |-
#     exec vllm serve example-lab/wren-32b --port 8000
# NOTE: without the routing sidecar, decode listens on the service port itself.
export LLMDBENCH_VLLM_COMMON_METRICS_PORT=8000

# SOURCE: concluded from what the guide's manifests hold: routing.proxy.enabled is false
export LLMDBENCH_LLMD_ROUTINGSIDECAR_ENABLED=false

# =============================================================================
# Model server: settings shared by the stages
# =============================================================================

# SOURCE: convention of the benchmark: finds the pod's devices and addresses before the server starts
export LLMDBENCH_VLLM_COMMON_PREPROCESS="python3 /setup/preprocess/set_llmdbench_environment.py; source \$HOME/llmdbench_env.sh"

# SOURCE: guides/offload-cache/manifests/shared/server/server.yaml
# Lines 29-30:
#   - name: VLLM_LOGGING_LEVEL
#     value: WARNING
# SOURCE: guides/offload-cache/manifests/shared/gpu/accelerators.yaml
# Line 19:
#   value: INFO
# NOTE: the framework adds VLLM_LOGGING_LEVEL itself, behind the scenario's own entry, and the last entry wins.
export LLMDBENCH_VLLM_COMMON_VLLM_LOGGING_LEVEL=INFO

# =============================================================================
# Decode stage
# =============================================================================

# SOURCE: guides/offload-cache/manifests/shared/gpu/kustomization.yaml
# Lines 8-9:
#   - name: server
#     count: 3
export LLMDBENCH_VLLM_MODELSERVICE_DECODE_REPLICAS=3

# SOURCE: guides/offload-cache/manifests/shared/gpu/accelerators.yaml
# Line 7:
#   memory: 200Gi
# Line 10:
#   memory: 200Gi
export LLMDBENCH_VLLM_MODELSERVICE_DECODE_CPU_MEM=200Gi

# SOURCE: guides/offload-cache/manifests/shared/gpu/accelerators.yaml
# Line 6:
#   nvidia.com/gpu: "4"
export LLMDBENCH_VLLM_MODELSERVICE_DECODE_ACCELERATOR_RESOURCE=nvidia.com/gpu

# SOURCE: guides/offload-cache/manifests/shared/gpu/accelerators.yaml
# Line 6:
#   nvidia.com/gpu: "4"
# Line 9:
#   nvidia.com/gpu: "4"
export LLMDBENCH_VLLM_MODELSERVICE_DECODE_ACCELERATOR_NR=4

# SOURCE: guides/offload-cache/manifests/shared/server/server.yaml
# Line 15:
#   example.com/scrape-port: "8000"
export LLMDBENCH_VLLM_MODELSERVICE_DECODE_PODANNOTATIONS=example.com/scrape-port:8000

# SOURCE: guides/offload-cache/manifests/shared/gpu/patience.yaml
# Line 11:
#   httpGet: {path: /v1/models, port: http}
export LLMDBENCH_VLLM_MODELSERVICE_DECODE_STARTUP_PROBE_PATH=/v1/models

# SOURCE: guides/offload-cache/manifests/shared/gpu/patience.yaml
# Line 14:
#   failureThreshold: 180
export LLMDBENCH_VLLM_MODELSERVICE_DECODE_STARTUP_PROBE_FAILURE_THRESHOLD=180

# SOURCE: convention of the benchmark: the preprocess runs before vllm serve
export LLMDBENCH_VLLM_MODELSERVICE_DECODE_MODEL_COMMAND=custom

# SOURCE: the chart's default: the guide gives no tensor-parallel size
export LLMDBENCH_VLLM_MODELSERVICE_DECODE_TENSOR_PARALLELISM=1

# SOURCE: convention: the framework derives this from the shared variable before it reads the scenario
export LLMDBENCH_VLLM_MODELSERVICE_DECODE_PREPROCESS=$LLMDBENCH_VLLM_COMMON_PREPROCESS

# SOURCE: guides/offload-cache/manifests/shared/server/server.yaml
# Lines 21-24:
#   command: ["/bin/sh", "-c"]
#   args:
#   - |-
#     exec vllm serve example-lab/wren-32b --port 8000
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

# SOURCE: guides/offload-cache/manifests/shared/server/server.yaml
# Lines 28-37:
#   env:
#   - name: VLLM_LOGGING_LEVEL
#     value: WARNING
#   - name: HF_TOKEN # where the weights may be fetched with
#     valueFrom:
#       secretKeyRef: {name: hub-token, key: HF_TOKEN}
#   - name: POD_ADDRESS
#     valueFrom:
#       fieldRef:
#         fieldPath: status.podIP
# SOURCE: guides/offload-cache/manifests/shared/gpu/accelerators.yaml
# Line 19:
#   value: INFO
# NOTE: the chart adds HF_TOKEN from the secret llm-d-hf-token behind this list, and the last entry wins.
export LLMDBENCH_VLLM_MODELSERVICE_DECODE_ENVVARS_TO_YAML=$(mktemp)
cat <<EOF >$LLMDBENCH_VLLM_MODELSERVICE_DECODE_ENVVARS_TO_YAML
- name: VLLM_LOGGING_LEVEL
  value: INFO
- name: HF_TOKEN
  valueFrom:
    secretKeyRef:
      key: HF_TOKEN
      name: hub-token
- name: POD_ADDRESS
  valueFrom:
    fieldRef:
      fieldPath: status.podIP
EOF

# SOURCE: guides/offload-cache/manifests/shared/server/server.yaml
# Line 53:
#   sizeLimit: 12Gi
export LLMDBENCH_VLLM_MODELSERVICE_DECODE_SHM_MEM=12Gi

# SOURCE: guides/offload-cache/manifests/shared/server/server.yaml
# Lines 49-53:
#   volumes:
#   - name: shared-memory
#     emptyDir:
#       medium: Memory
#       sizeLimit: 12Gi
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
  name: shared-memory
EOF

# SOURCE: guides/offload-cache/manifests/shared/server/server.yaml
# Lines 38-41:
#   volumeMounts:
#   - &shm-mount
#     name: shared-memory
#     mountPath: /dev/shm
# SOURCE: convention of the benchmark: the preprocess scripts
export LLMDBENCH_VLLM_MODELSERVICE_DECODE_EXTRA_VOLUME_MOUNTS=$(mktemp)
cat <<EOF >$LLMDBENCH_VLLM_MODELSERVICE_DECODE_EXTRA_VOLUME_MOUNTS
- name: preprocesses
  mountPath: /setup/preprocess
- mountPath: /dev/shm
  name: shared-memory
EOF

# SOURCE: guides/offload-cache/manifests/shared/server/server.yaml
# Lines 25-27:
#   ports:
#   - containerPort: 8000
#     name: http
# Lines 42-48:
#   readinessProbe:
#     httpGet: {path: /health, port: http}
#     periodSeconds: 6
#   securityContext:
#     allowPrivilegeEscalation: false
#     capabilities:
#       drop: [ALL]
# SOURCE: guides/offload-cache/manifests/shared/gpu/patience.yaml
# Lines 10-14:
#   startupProbe:
#     httpGet: {path: /v1/models, port: http}
#     initialDelaySeconds: 30
#     periodSeconds: 10
#     failureThreshold: 180
export LLMDBENCH_VLLM_MODELSERVICE_DECODE_EXTRA_CONTAINER_CONFIG=$(mktemp)
cat <<EOF >$LLMDBENCH_VLLM_MODELSERVICE_DECODE_EXTRA_CONTAINER_CONFIG
ports:
  - containerPort: 8000
    name: http
readinessProbe:
  httpGet:
    path: /health
    port: http
  periodSeconds: 6
securityContext:
  allowPrivilegeEscalation: false
  capabilities:
    drop:
      - ALL
startupProbe:
  httpGet:
    path: /v1/models
    port: http
  initialDelaySeconds: 30
  periodSeconds: 10
  failureThreshold: 180
EOF

# SOURCE: guides/offload-cache/manifests/shared/gpu/accelerators.yaml
# Lines 14-16:
#   - key: nvidia.com/gpu
#     operator: Exists
#     effect: NoSchedule
# SOURCE: guides/offload-cache/manifests/shared/gpu/patience.yaml
# Line 7:
#   terminationGracePeriodSeconds: 90
# NOTE: any pod config makes v0.5.2 write values that are not valid YAML, so the stage is not deployed; behind the list
#       of volumes, below extraConfig, the settings survive.
export LLMDBENCH_VLLM_MODELSERVICE_DECODE_EXTRA_POD_CONFIG=$(mktemp)
cat <<EOF >$LLMDBENCH_VLLM_MODELSERVICE_DECODE_EXTRA_POD_CONFIG
tolerations:
  - effect: NoSchedule
    key: nvidia.com/gpu
    operator: Exists
terminationGracePeriodSeconds: 90
EOF

# =============================================================================
# Prefill stage
# =============================================================================

# SOURCE: the guide has no prefill stage
export LLMDBENCH_VLLM_MODELSERVICE_PREFILL_REPLICAS=0

# =============================================================================
# Endpoint picker
# =============================================================================

# SOURCE: guides/offload-cache/gaie-offload/values.yaml
# Line 10:
#   pluginsConfigFile: spill-aware.yaml
export LLMDBENCH_VLLM_MODELSERVICE_GAIE_PLUGINS_CONFIGFILE=spill-aware.yaml

# SOURCE: guides/offload-cache/gaie-offload/values.yaml
# Lines 11-30:
#   pluginsCustomConfig:
#     spill-aware.yaml: |
#       apiVersion: inference.networking.x-k8s.io/v1alpha1
#       kind: EndpointPickerConfig
#       plugins:
#       - type: queue-scorer
#       - type: prefix-cache-scorer
#         name: at-hand
#         parameters:
#           lruCapacityPerServer: 2000
#       - type: prefix-cache-scorer
#         name: spilled
#         parameters:
#           lruCapacityPerServer: 40000
#       schedulingProfiles:
#       - name: default
#         plugins:
#         - {pluginRef: queue-scorer, weight: 2}
#         - {pluginRef: at-hand, weight: 3}
#         - {pluginRef: spilled, weight: 1}
export LLMDBENCH_VLLM_MODELSERVICE_GAIE_CUSTOM_PLUGINS=$(mktemp)
cat <<EOF >$LLMDBENCH_VLLM_MODELSERVICE_GAIE_CUSTOM_PLUGINS
spill-aware.yaml: |
  apiVersion: inference.networking.x-k8s.io/v1alpha1
  kind: EndpointPickerConfig
  plugins:
  - type: queue-scorer
  - type: prefix-cache-scorer
    name: at-hand
    parameters:
      lruCapacityPerServer: 2000
  - type: prefix-cache-scorer
    name: spilled
    parameters:
      lruCapacityPerServer: 40000
  schedulingProfiles:
  - name: default
    plugins:
    - {pluginRef: queue-scorer, weight: 2}
    - {pluginRef: at-hand, weight: 3}
    - {pluginRef: spilled, weight: 1}
EOF

# SOURCE: guides/offload-cache/gaie-offload/values.yaml
# Line 32:
#   v: 3
export LLMDBENCH_VLLM_MODELSERVICE_GAIE_EPP_VERBOSITY=3

# SOURCE: guides/offload-cache/gaie-offload/values.yaml
# Lines 31-32:
#   flags:
#     v: 3
# NOTE: v0.5.2 writes the key flags twice, and the second one, which holds only v, wins;
#       LLMDBENCH_VLLM_MODELSERVICE_GAIE_EPP_VERBOSITY is the one flag that arrives.
export LLMDBENCH_VLLM_MODELSERVICE_GAIE_FLAGS=$(mktemp)
cat <<EOF >$LLMDBENCH_VLLM_MODELSERVICE_GAIE_FLAGS
v: 3
EOF

# =============================================================================
# Benchmark
# =============================================================================

# SOURCE: convention of the benchmark: a load generator that every installation has
export LLMDBENCH_HARNESS_NAME=inference-perf

# SOURCE: convention of the benchmark: a short load to see that the deployment answers
export LLMDBENCH_HARNESS_EXPERIMENT_PROFILE=sanity_random.yaml

# SOURCE: convention of the benchmark: where results are kept
export LLMDBENCH_CONTROL_WORK_DIR=~/data/offload-cache.gpu

# =============================================================================
# In the guide, but not in this scenario: no variable can carry it
# guides/offload-cache/manifests/shared/server/account.yaml:1 others.ServiceAccount/server.apiVersion: v1
# guides/offload-cache/manifests/shared/server/account.yaml:2 others.ServiceAccount/server.kind: ServiceAccount
# guides/offload-cache/manifests/shared/server/account.yaml:4 others.ServiceAccount/server.metadata.name: server
# guides/offload-cache/manifests/shared/server/kustomization.yaml:11 others.ServiceAccount/server.metadata.labels.app.kubernetes.io/part-of: offload-cache
# guides/offload-cache/manifests/shared/server/account.yaml:6 others.Service/server.apiVersion: v1
# guides/offload-cache/manifests/shared/server/account.yaml:7 others.Service/server.kind: Service
# guides/offload-cache/manifests/shared/server/account.yaml:9 others.Service/server.metadata.name: server
# guides/offload-cache/manifests/shared/server/kustomization.yaml:11 others.Service/server.metadata.labels.app.kubernetes.io/part-of: offload-cache
# guides/offload-cache/manifests/shared/server/account.yaml:11 others.Service/server.spec.selector.app: server
# guides/offload-cache/manifests/shared/server/account.yaml:13 others.Service/server.spec.ports[0].name: http
# guides/offload-cache/manifests/shared/server/account.yaml:13 others.Service/server.spec.ports[0].port: 8000
# guides/offload-cache/manifests/shared/server/account.yaml:13 others.Service/server.spec.ports[0].targetPort: http
#     the framework does not deploy this manifest; create it beside the benchmark
# guides/offload-cache/manifests/shared/server/server.yaml:17 decode.spec.template.spec.serviceAccountName: server
#     pods keep the chart's service account
# =============================================================================

# =============================================================================
# In the guide, but left to the framework, which has its own way
# guides/offload-cache/manifests/shared/gpu/patience.yaml:9 decode.containers[0].name: vllm
#     always vllm
# guides/offload-cache/gaie-offload/values.yaml:3 inferenceExtension.replicas: 1
#     always 1
# guides/offload-cache/gaie-offload/values.yaml:8 inferenceExtension.image.pullPolicy: IfNotPresent
#     always Always
# guides/offload-cache/gaie-offload/values.yaml:9 inferenceExtension.extProcPort: 9002
#     always 9002
# guides/offload-cache/gaie-offload/values.yaml:35 inferencePool.targetPorts[0].number: 8000
#     never written, so pools of API v1 route to 8000
# guides/offload-cache/gaie-offload/values.yaml:36 inferencePool.modelServerType: vllm
#     always vllm
# guides/offload-cache/gaie-offload/values.yaml:39 inferencePool.modelServers.matchLabels.app: server
#     the pool selects by llm-d.ai/inferenceServing and llm-d.ai/model
# guides/offload-cache/manifests/shared/gpu/patience.yaml:1 decode.apiVersion: apps/v1
#     the chart writes the workload
# guides/offload-cache/manifests/shared/gpu/patience.yaml:2 decode.kind: Deployment
#     the chart writes a Deployment, or with multinode a LeaderWorkerSet
# guides/offload-cache/manifests/shared/server/kustomization.yaml:11 decode.metadata.labels.app.kubernetes.io/part-of: offload-cache
# guides/offload-cache/manifests/shared/gpu/patience.yaml:3 decode.metadata.name: server
#     the framework names and labels what it deploys itself
# guides/offload-cache/manifests/shared/server/server.yaml:8 decode.spec.selector.matchLabels.app: server
#     the chart selects the pods that it deploys
# guides/offload-cache/manifests/shared/server/server.yaml:12 decode.spec.template.metadata.labels.app: server
# guides/offload-cache/manifests/shared/server/server.yaml:13 decode.spec.template.metadata.labels.llm-d.ai/role: decode
#     pods are labelled llm-d.ai/inferenceServing, llm-d.ai/model and llm-d.ai/role by framework and chart
# =============================================================================

# =============================================================================
# In the guide, and equal to the framework's default, so not set here
# guides/offload-cache/manifests/shared/server/server.yaml:43 decode.containers[0].readinessProbe.httpGet.path: /health
#     the framework's default is /health
# guides/offload-cache/manifests/shared/gpu/patience.yaml:12 decode.containers[0].startupProbe.initialDelaySeconds: 30
#     the framework's default is 30
# =============================================================================
