{{/* Name of everything that belongs to one part: (list $ "cases"). */}}
{{- define "yagura.name" -}}
{{- printf "%s-%s" (index . 0).Release.Name (index . 1) | trunc 63 | trimSuffix "-" -}}
{{- end -}}

{{/* Labels by which pods of one part are found; they never change. */}}
{{- define "yagura.selector" -}}
app.kubernetes.io/name: yagura
app.kubernetes.io/instance: {{ (index . 0).Release.Name }}
app.kubernetes.io/component: {{ index . 1 }}
{{- end -}}

{{- define "yagura.labels" -}}
{{ include "yagura.selector" . }}
app.kubernetes.io/version: {{ (index . 0).Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ (index . 0).Release.Service }}
helm.sh/chart: {{ printf "%s-%s" (index . 0).Chart.Name (index . 0).Chart.Version }}
{{- end -}}

{{/* Settings of all parts: those of the values, where each service is, and where the gateway is. */}}
{{- define "yagura.settings" -}}
YAGURA_DATA: /var/lib/yagura
YAGURA_HOST: 0.0.0.0
YAGURA_PROCESS_HOST: 0.0.0.0
{{- range $name, $value := .Values.settings }}
{{ $name }}: {{ required (printf "settings.%s must be set" $name) $value | toString | quote }}
{{- end }}
{{- range $name, $part := .Values.parts }}
{{- if $part.called }}
YAGURA_{{ upper $name }}_URL: {{ printf "http://%s:%v" (include "yagura.name" (list $ $name)) $part.port | quote }}
{{- end }}
{{- end }}
YAGURA_GRAPHQL_URL: {{ printf "http://%s:%v/graphql" (include "yagura.name" (list . "gateway")) .Values.parts.gateway.doors.graphql | quote }}
{{- end -}}

{{/* Variables of one container that are secret: (list $ names). */}}
{{- define "yagura.secrets" -}}
{{- $root := index . 0 -}}
{{- range index . 1 }}
- name: {{ . }}
  valueFrom:
    secretKeyRef: { name: {{ $root.Values.variablesSecret | quote }}, key: {{ . }} }
{{- end }}
{{- end -}}

{{- define "yagura.image" -}}
{{ required "image.repository must be set" .Values.image.repository }}:{{ required "image.tag must be set" .Values.image.tag }}
{{- end -}}

{{/* What every pod of ours is held to (Pod Security Standards, "restricted"). */}}
{{- define "yagura.podSecurity" -}}
runAsNonRoot: true
runAsUser: 1000
runAsGroup: 1000
fsGroup: 1000
seccompProfile: { type: RuntimeDefault }
{{- end -}}

{{- define "yagura.containerSecurity" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities: { drop: [ALL] }
{{- end -}}
