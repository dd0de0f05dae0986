package io.quaestor.wire.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.avro.Schema;
import org.apache.avro.SchemaValidationException;
import org.apache.avro.SchemaValidatorBuilder;

/**
 * A registry in memory that answers as Confluent's REST protocol says, and misbehaves when told to.
 */
public final class FakeRegistry implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** What is registered; two registries on the same store are leader and follower. */
    public static final class Store {
        public final List<String> schemas = new ArrayList<>();
        public final Map<String, List<Integer>> subjects = new ConcurrentHashMap<>();
        public final Map<String, String> levels = new ConcurrentHashMap<>();
        public final Map<Integer, String> rawReplies = new ConcurrentHashMap<>();
    }

    private record Reply(int status, String body) {}

    public final Store store;
    public final List<String> requests = new CopyOnWriteArrayList<>();

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final CountDownLatch closing = new CountDownLatch(1);
    private volatile Optional<String> credentials = Optional.empty();
    private volatile Optional<Reply> forced = Optional.empty();
    private volatile CountDownLatch held = new CountDownLatch(0);
    private volatile boolean silent;
    private volatile boolean stallingBody;

    public FakeRegistry() {
        this(new Store());
    }

    public FakeRegistry(Store store) {
        this.store = store;
        try {
            server =
                    HttpServer.create(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** A client of this registry: {@link #clientOf}. */
    public RegistryClient client(String... settings) {
        return clientOf(url(), settings);
    }

    /**
     * A client that waits longer for an answer than production does: a young process on a busy
     * machine takes seconds for its first request.
     *
     * @param settings names and values in turn; they win
     */
    static RegistryClient clientOf(String urls, String... settings) {
        Map<String, String> config = new HashMap<>();
        config.put(RegistryConfig.URL, urls);
        config.put(RegistryConfig.REQUEST_TIMEOUT_MS, "30000");
        for (int i = 0; i < settings.length; i += 2) {
            config.put(settings[i], settings[i + 1]);
        }
        return RegistryClient.from(config);
    }

    /** From now on every request needs them. */
    public void requireCredentials(String userInfo) {
        byte[] bytes = userInfo.getBytes(StandardCharsets.UTF_8);
        credentials = Optional.of("Basic " + Base64.getEncoder().encodeToString(bytes));
    }

    /** From now on every request is answered so. */
    public void answer(int status, String body) {
        forced = Optional.of(new Reply(status, body));
    }

    public void recover() {
        forced = Optional.empty();
        held.countDown();
        silent = false;
        stallingBody = false;
    }

    /** From now on requests are answered when it recovers. */
    public void holdAnswers() {
        held = new CountDownLatch(1);
    }

    /** From now on no request is answered. */
    public void goSilent() {
        silent = true;
    }

    /** From now on answers stop after the headers. */
    public void stallBodies() {
        stallingBody = true;
    }

    /** Puts a schema where every client finds it, as another producer would have. */
    public int add(String subject, Schema schema) {
        return addText(subject, schema.toString());
    }

    public int addText(String subject, String schema) {
        synchronized (store) {
            store.schemas.add(schema);
            int id = store.schemas.size();
            store.subjects.computeIfAbsent(subject, _ -> new ArrayList<>()).add(id);
            return id;
        }
    }

    @Override
    public void close() {
        closing.countDown();
        held.countDown();
        server.stop(0);
        threads.shutdownNow();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String body =
                    new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            requests.add(exchange.getRequestMethod() + " " + exchange.getRequestURI().getRawPath());
            await(held);
            if (silent) {
                await(closing);
                return;
            }
            Reply reply = forced.orElseGet(() -> reply(exchange, body));
            byte[] bytes = reply.body().getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders()
                    .add("Content-Type", "application/vnd.schemaregistry.v1+json");
            exchange.sendResponseHeaders(reply.status(), bytes.length == 0 ? -1 : bytes.length);
            if (stallingBody) {
                exchange.getResponseBody().flush();
                await(closing);
                return;
            }
            exchange.getResponseBody().write(bytes);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Reply reply(HttpExchange exchange, String body) {
        if (credentials.isPresent()
                && !credentials
                        .get()
                        .equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
            return error(401, 401, "Unauthorized");
        }
        String[] path = exchange.getRequestURI().getRawPath().substring(1).split("/", -1);
        synchronized (store) {
            return switch (exchange.getRequestMethod() + " " + path[0] + " " + path.length) {
                case "GET schemas 3" -> byId(Integer.parseInt(path[2]));
                case "POST subjects 3" -> register(decoded(path[1]), schemaOf(body));
                case "POST subjects 2" -> lookUp(decoded(path[1]), schemaOf(body));
                case "GET subjects 4" -> latest(decoded(path[1]));
                case "POST compatibility 5" -> check(decoded(path[2]), schemaOf(body));
                case "PUT config 2" -> configure(decoded(path[1]), body);
                default -> new Reply(404, "<html>no such page</html>");
            };
        }
    }

    private Reply byId(int id) {
        if (store.rawReplies.containsKey(id)) {
            return new Reply(200, store.rawReplies.get(id));
        }
        return id < 1 || id > store.schemas.size()
                ? error(404, 40403, "Schema " + id + " not found")
                : new Reply(
                        200,
                        JSON.createObjectNode()
                                .put("schema", store.schemas.get(id - 1))
                                .toString());
    }

    private Reply register(String subject, String schema) {
        List<Integer> versions = store.subjects.computeIfAbsent(subject, _ -> new ArrayList<>());
        Optional<Integer> known =
                versions.stream().filter(id -> schema(id).equals(schema)).findFirst();
        if (known.isPresent()) {
            return id(known.get());
        }
        if (!readsAll(subject, schema)) {
            return error(
                    409, 409, "Schema being registered is incompatible with an earlier schema");
        }
        int id = store.schemas.indexOf(schema) + 1;
        if (id == 0) {
            store.schemas.add(schema);
            id = store.schemas.size();
        }
        versions.add(id);
        return id(id);
    }

    private Reply lookUp(String subject, String schema) {
        List<Integer> versions = store.subjects.get(subject);
        if (versions == null) {
            return error(404, 40401, "Subject '" + subject + "' not found.");
        }
        return versions.stream()
                .filter(id -> schema(id).equals(schema))
                .findFirst()
                .map(FakeRegistry::id)
                .orElseGet(() -> error(404, 40403, "Schema not found"));
    }

    private Reply latest(String subject) {
        List<Integer> versions = store.subjects.get(subject);
        if (versions == null) {
            return error(404, 40401, "Subject '" + subject + "' not found.");
        }
        int id = versions.getLast();
        ObjectNode reply =
                JSON.createObjectNode().put("subject", subject).put("version", versions.size());
        return new Reply(200, reply.put("id", id).put("schema", schema(id)).toString());
    }

    private Reply check(String subject, String schema) {
        if (!store.subjects.containsKey(subject)) {
            return error(404, 40401, "Subject '" + subject + "' not found.");
        }
        boolean compatible = readsAll(subject, schema);
        ObjectNode reply = JSON.createObjectNode().put("is_compatible", compatible);
        reply.putArray("messages")
                .addAll(
                        compatible
                                ? List.of()
                                : List.of(
                                        JSON.getNodeFactory()
                                                .textNode("READER_FIELD_MISSING_DEFAULT_VALUE")));
        return new Reply(200, reply.toString());
    }

    private Reply configure(String subject, String body) {
        store.levels.put(subject, field(body, "compatibility"));
        return new Reply(200, body);
    }

    private boolean readsAll(String subject, String schema) {
        if (!store.levels.getOrDefault(subject, "NONE").startsWith("BACKWARD")) {
            return true;
        }
        List<Schema> earlier =
                store.subjects.getOrDefault(subject, List.of()).stream()
                        .map(id -> new Schema.Parser().parse(schema(id)))
                        .toList();
        try {
            new SchemaValidatorBuilder()
                    .canReadStrategy()
                    .validateAll()
                    .validate(new Schema.Parser().parse(schema), earlier);
            return true;
        } catch (SchemaValidationException e) {
            return false;
        }
    }

    private String schema(int id) {
        return store.schemas.get(id - 1);
    }

    private static Reply id(int id) {
        return new Reply(200, "{\"id\":" + id + "}");
    }

    private static Reply error(int status, int code, String message) {
        return new Reply(
                status,
                JSON.createObjectNode().put("error_code", code).put("message", message).toString());
    }

    private static String schemaOf(String body) {
        return field(body, "schema");
    }

    private static String field(String body, String name) {
        try {
            JsonNode document = JSON.readTree(body);
            return document.path(name).asText();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String decoded(String part) {
        return URLDecoder.decode(part, StandardCharsets.UTF_8);
    }
}
