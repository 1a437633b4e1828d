/** Sentry's data categories, by the names of rate-limit headers, client reports and outcomes. Source: relay-base-schema/src/data_category.rs */
export type DataCategory =
  | 'default'
  | 'error'
  | 'transaction'
  | 'security'
  | 'attachment'
  | 'session'
  | 'profile'
  | 'replay'
  | 'monitor'
  | 'feedback'
  | 'span'
  | 'profile_chunk'
  | 'profile_chunk_ui'
  | 'log_item'
  | 'trace_metric';
