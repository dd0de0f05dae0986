package io.quaestor.spend;

import java.util.Map;
import org.apache.kafka.streams.state.RocksDBConfigSetter;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.Cache;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.WriteBufferManager;

/**
 * RocksDB for 32 small stores in one process: one cache for all of them, memtables included, where
 * the default takes 50 MB each.
 */
public final class SmallRocks implements RocksDBConfigSetter {

    private static final long CACHE_BYTES = 16L * 1024 * 1024;
    private static final long MEMTABLES_BYTES = 8L * 1024 * 1024;
    private static final long MEMTABLE_BYTES = 512L * 1024;

    // For the life of the process: closing them with one store would pull them from under the
    // others.
    private static final Cache CACHE = new LRUCache(CACHE_BYTES);
    private static final WriteBufferManager MEMTABLES =
            new WriteBufferManager(MEMTABLES_BYTES, CACHE);

    @Override
    public void setConfig(String storeName, Options options, Map<String, Object> configs) {
        var table = (BlockBasedTableConfig) options.tableFormatConfig();
        table.setBlockCache(CACHE);
        table.setCacheIndexAndFilterBlocks(true);
        options.setWriteBufferManager(MEMTABLES);
        options.setWriteBufferSize(MEMTABLE_BYTES);
        options.setMaxWriteBufferNumber(2);
        options.setMaxBackgroundJobs(1);
        options.setMaxOpenFiles(32);
        options.setTableFormatConfig(table);
    }

    @Override
    public void close(String storeName, Options options) {
        // Cache and memtable budget are shared and stay.
    }
}
