const MIB = 1024 * 1024;

/** Name of our own database: the embedded engine's default one also maps files of the host as tables. */
export const DATABASE = 'lake';

/**
 * The engine's configuration. The user of the embedded engine gets grants on our database only: no READ ON FILE or URL, so that table
 * functions and databases that reach the host or the network are refused by the engine itself. Pools and caches are small because
 * the whole all-in-one shares 1.2 GiB; the numbers come from measurements of the insert benchmark.
 */
export function engineConfig(maxMemoryMb: number): string {
  const query = Math.floor(maxMemoryMb / 2) * MIB;
  return `<clickhouse>
  <users_config>config.xml</users_config>
  <max_server_memory_usage>${maxMemoryMb * MIB}</max_server_memory_usage>
  <max_server_memory_usage_to_ram_ratio>0.9</max_server_memory_usage_to_ram_ratio>
  <mark_cache_size>${16 * MIB}</mark_cache_size>
  <index_mark_cache_size>${4 * MIB}</index_mark_cache_size>
  <uncompressed_cache_size>0</uncompressed_cache_size>
  <index_uncompressed_cache_size>0</index_uncompressed_cache_size>
  <mmap_cache_size>64</mmap_cache_size>
  <compiled_expression_cache_size>${8 * MIB}</compiled_expression_cache_size>
  <query_cache><max_size_in_bytes>0</max_size_in_bytes></query_cache>
  <max_thread_pool_size>64</max_thread_pool_size>
  <max_thread_pool_free_size>4</max_thread_pool_free_size>
  <background_pool_size>2</background_pool_size>
  <background_merges_mutations_concurrency_ratio>1</background_merges_mutations_concurrency_ratio>
  <background_schedule_pool_size>4</background_schedule_pool_size>
  <background_move_pool_size>1</background_move_pool_size>
  <background_fetches_pool_size>1</background_fetches_pool_size>
  <background_common_pool_size>1</background_common_pool_size>
  <max_concurrent_queries>16</max_concurrent_queries>
  <merge_tree>
    <number_of_free_entries_in_pool_to_execute_mutation>1</number_of_free_entries_in_pool_to_execute_mutation>
    <number_of_free_entries_in_pool_to_lower_max_size_of_merge>1</number_of_free_entries_in_pool_to_lower_max_size_of_merge>
    <number_of_free_entries_in_pool_to_execute_optimize_entire_partition>1</number_of_free_entries_in_pool_to_execute_optimize_entire_partition>
    <max_bytes_to_merge_at_max_space_in_pool>${4096 * MIB}</max_bytes_to_merge_at_max_space_in_pool>
    <merge_max_block_size>2048</merge_max_block_size>
  </merge_tree>
  <profiles><default>
    <max_threads>2</max_threads>
    <max_insert_threads>1</max_insert_threads>
    <max_memory_usage>${query}</max_memory_usage>
    <max_bytes_before_external_group_by>${Math.floor(query / 2)}</max_bytes_before_external_group_by>
    <max_bytes_before_external_sort>${Math.floor(query / 2)}</max_bytes_before_external_sort>
    <max_execution_time>60</max_execution_time>
    <use_uncompressed_cache>0</use_uncompressed_cache>
    <max_block_size>8192</max_block_size>
    <preferred_block_size_bytes>${2 * MIB}</preferred_block_size_bytes>
    <max_read_buffer_size>${MIB / 4}</max_read_buffer_size>
    <local_filesystem_read_method>pread</local_filesystem_read_method>
    <constraints>
      <max_memory_usage><max>${query}</max></max_memory_usage>
      <max_execution_time><min>1</min><max>600</max></max_execution_time>
      <max_threads><max>2</max></max_threads>
    </constraints>
  </default></profiles>
  <quotas><default/></quotas>
  <users><default>
    <password></password><networks><ip>::/0</ip></networks><profile>default</profile><quota>default</quota>
    <grants>
      <query>GRANT SELECT, INSERT, CREATE DATABASE, CREATE TABLE, ALTER TABLE, DROP TABLE, OPTIMIZE ON ${DATABASE}.*</query>
      <query>GRANT SELECT ON system.one</query>
      <query>GRANT SELECT ON system.parts</query>
      <query>GRANT SELECT ON system.columns</query>
      <query>GRANT SELECT ON system.tables</query>
      <query>GRANT SELECT ON system.server_settings</query>
    </grants>
  </default></users>
</clickhouse>
`;
}
