package io.quaestor.ingest;

import java.util.Map;
import org.apache.kafka.streams.state.RocksDBConfigSetter;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.Cache;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.WriteBufferManager;

/**
 * RocksDB for stores of few numbers or small entries: one cache for all of the process, memtables
 * included. Configured by name, therefore public.
 */
public final class SmallStores implements RocksDBConfigSetter {

    private static final long CACHE_BYTES = 24L << 20;
    private static final long MEMTABLES_BYTES = 8L << 20;
    private static final long MEMTABLE_BYTES = 256L << 10;
    private static final int MEMTABLES = 2;

    private static final Cache CACHE = new LRUCache(CACHE_BYTES);
    private static final WriteBufferManager MEMTABLE_BOUND =
            new WriteBufferManager(MEMTABLES_BYTES, CACHE);

    @Override
    public void setConfig(String storeName, Options options, Map<String, Object> configs) {
        var table = (BlockBasedTableConfig) options.tableFormatConfig();
        table.setBlockCache(CACHE);
        table.setCacheIndexAndFilterBlocks(true);
        options.setTableFormatConfig(table);
        options.setWriteBufferManager(MEMTABLE_BOUND);
        options.setWriteBufferSize(MEMTABLE_BYTES);
        options.setMaxWriteBufferNumber(MEMTABLES);
    }

    @Override
    public void close(String storeName, Options options) {
        // Cache and bound are the process's.
    }
}
