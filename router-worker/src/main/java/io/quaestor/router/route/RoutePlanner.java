package io.quaestor.router.route;

import io.quaestor.catalog.CatalogSnapshot;
import io.quaestor.event.DepartmentEntry;
import io.quaestor.event.ErrorType;
import io.quaestor.event.Job;
import io.quaestor.event.LlmRequest;
import io.quaestor.event.ModelEntry;
import io.quaestor.event.Progress;
import io.quaestor.event.ProviderEntry;
import io.quaestor.event.RouteRef;
import io.quaestor.event.TriedRoute;
import io.quaestor.kernel.Money;
import io.quaestor.kernel.ProviderName;
import io.quaestor.kernel.Route;
import io.quaestor.kernel.price.Bounded;
import io.quaestor.kernel.price.ConsumptionBound;
import io.quaestor.kernel.price.CostBound;
import io.quaestor.kernel.price.PriceBook;
import io.quaestor.kernel.price.Pricing;
import io.quaestor.kernel.price.ServiceTier;
import io.quaestor.kernel.price.Unpriced;
import io.quaestor.router.failure.FailureKind;
import io.quaestor.router.route.RoutePlan.Candidate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Plans the routes of a job: the alias' models that can take it, in the catalogue's order, without
 * those that failed it already.
 *
 * <p>A route that failed the job in a way that may pass comes behind those that have not; one that
 * would fail it again is left out ({@link FailureKind}). The bound is that of the dearest
 * candidate, so that the job's hold covers a fallback too.
 */
public record RoutePlanner(CatalogSnapshot catalog, PriceBook prices) {
    private static final InputBound UNBOUNDED = new InputBound(Long.MAX_VALUE, false);

    private enum Fit {
        FITS,
        OTHER_REGION,
        UNABLE
    }

    public RoutePlan plan(Job job, InputNeeds needs, Progress progress, Instant now) {
        var request = job.getRequest();
        var models =
                catalog.alias(request.getModel()).map(alias -> alias.getModels()).orElse(List.of());
        var bounds = new HashMap<Candidate, InputBound>();
        var candidates = new ArrayList<Candidate>();
        boolean otherRegion = false;
        boolean unable = false;
        for (var name : models) {
            var model = catalog.model(name);
            var provider = model.flatMap(entry -> catalog.provider(entry.getProvider()));
            if (provider.isEmpty()) {
                unable = true;
                continue;
            }
            var input = InputBound.of(needs, model.orElseThrow());
            switch (fit(request, needs, model.get(), provider.get(), input.tokens())) {
                case FITS -> {
                    var candidate = candidate(name, model.get(), provider.get(), request);
                    candidates.add(candidate);
                    bounds.put(candidate, input);
                }
                case OTHER_REGION -> otherRegion = true;
                case UNABLE -> unable = true;
            }
        }
        var open = open(candidates, progress);
        var fresh = fresh(open, progress);
        if (fresh.size() == open.size()) {
            open = fresh;
        } else {
            open.removeAll(fresh);
            open = Stream.concat(fresh.stream(), longestAgoFirst(open, progress).stream()).toList();
        }
        var why = open.isEmpty() ? whyEmpty(candidates, unable) : "";
        var bound = open.isEmpty() ? new Bounded(Money.ZERO) : bound(open, bounds, job, now);
        return new RoutePlan(
                open, fresh.size(), bound, candidates.isEmpty() && otherRegion && !unable, why);
    }

    private Fit fit(
            LlmRequest request,
            InputNeeds needs,
            ModelEntry model,
            ProviderEntry provider,
            long inputTokenBound) {
        if (!isCallable(model)
                || !ableTo(needs, model)
                || !hasRoom(request, model, inputTokenBound)) {
            return Fit.UNABLE;
        }
        return inAllowedRegion(request, provider) ? Fit.FITS : Fit.OTHER_REGION;
    }

    /** The catalogue is validated when it is applied; whatever it holds, it stops no worker. */
    private static boolean isCallable(ModelEntry model) {
        return ProviderName.problemIn(model.getProvider()).isEmpty()
                && Route.problemInModel(model.getId()).isEmpty();
    }

    private boolean inAllowedRegion(LlmRequest request, ProviderEntry provider) {
        var region = provider.getRegion();
        var wanted = request.getAllowedRegions();
        var allowed =
                catalog.department(request.getDepartment())
                        .map(DepartmentEntry::getRegions)
                        .orElse(List.of());
        return (wanted.isEmpty() || wanted.contains(region))
                && (allowed.isEmpty() || allowed.contains(region));
    }

    private static boolean ableTo(InputNeeds needs, ModelEntry model) {
        return (!needs.json() || model.getJson())
                && (needs.tools() == 0 || model.getTools())
                && (model.getImages() || !needs.images().isPresent())
                && (model.getDocuments() || !needs.documents().isPresent());
    }

    /**
     * By an estimate on the safe side of refusing: a prompt has at least one token for every eight
     * bytes.
     */
    private static boolean hasRoom(LlmRequest request, ModelEntry model, long inputTokenBound) {
        long atLeast = inputTokenBound / 8;
        var output = request.getMaxOutputTokens();
        return atLeast <= model.getContextTokens()
                && (output == null || output <= model.getMaxOutputTokens());
    }

    private Candidate candidate(
            String name, ModelEntry model, ProviderEntry provider, LlmRequest request) {
        var wanted = request.getMaxOutputTokens();
        int limit =
                catalog.department(request.getDepartment())
                        .map(DepartmentEntry::getMaxOutputTokens)
                        .orElse(0);
        int most =
                limit > 0
                        ? Math.min(limit, model.getMaxOutputTokens())
                        : model.getMaxOutputTokens();
        var route =
                new RouteRef(
                        model.getProvider(),
                        name,
                        model.getId(),
                        provider.getRegion(),
                        provider.getSimulated());
        return new Candidate(route, Math.max(0, wanted == null ? most : Math.min(wanted, most)));
    }

    /** Those that no try says would fail the job again. */
    private List<Candidate> open(List<Candidate> candidates, Progress progress) {
        if (progress.getTried().isEmpty()) {
            return candidates;
        }
        return candidates.stream()
                .filter(
                        candidate ->
                                againstRoutes(progress).noneMatch(one -> rulesOut(one, candidate)))
                .collect(Collectors.toCollection(ArrayList::new));
    }

    /** Those of them that have not failed it. */
    private static List<Candidate> fresh(List<Candidate> open, Progress progress) {
        if (progress.getTried().isEmpty()) {
            return open;
        }
        var models =
                againstRoutes(progress)
                        .map(one -> one.getRoute().getModel())
                        .collect(Collectors.toSet());
        var fresh =
                open.stream()
                        .filter(candidate -> !models.contains(candidate.route().getModel()))
                        .toList();
        return repairedFirst(fresh, progress);
    }

    private static Stream<TriedRoute> againstRoutes(Progress progress) {
        return progress.getTried().stream().filter(FailureKind::isAgainstItsRoute);
    }

    /** In turns, lest one that is out of service keeps the job from another that has recovered. */
    private static List<Candidate> longestAgoFirst(List<Candidate> failed, Progress progress) {
        var models = againstRoutes(progress).map(one -> one.getRoute().getModel()).toList();
        return failed.stream()
                .sorted(
                        Comparator.comparingInt(
                                candidate -> models.lastIndexOf(candidate.route().getModel())))
                .toList();
    }

    /** The model whose reply is to be repaired knows best what it meant. */
    private static List<Candidate> repairedFirst(List<Candidate> open, Progress progress) {
        var replied =
                progress.getTried().reversed().stream()
                        .filter(tried -> tried.getError() == ErrorType.SCHEMA_VIOLATION)
                        .map(tried -> tried.getRoute().getModel())
                        .findFirst();
        return replied.isEmpty()
                ? open
                : open.stream()
                        .sorted(
                                Comparator.comparing(
                                        candidate ->
                                                !candidate
                                                        .route()
                                                        .getModel()
                                                        .equals(replied.get())))
                        .toList();
    }

    /** Whether a try says that this candidate would fail too. */
    private boolean rulesOut(TriedRoute tried, Candidate candidate) {
        var kind = FailureKind.of(tried.getError());
        var model = tried.getRoute().getModel();
        return (kind.sameRoute() == FailureKind.SameRoute.NEVER
                        && model.equals(candidate.route().getModel()))
                || (kind.otherRoute() == FailureKind.OtherRoute.LARGER_WINDOW
                        && contextTokens(candidate.route().getModel()) <= contextTokens(model));
    }

    private long contextTokens(String model) {
        return catalog.model(model).map(ModelEntry::getContextTokens).orElse(0L);
    }

    /** Of the dearest candidate, each at its own limits; unknown as soon as one is. */
    private CostBound bound(
            List<Candidate> open, Map<Candidate, InputBound> inputs, Job job, Instant now) {
        var until = job.getDeadline().isBefore(now) ? now : job.getDeadline();
        var dearest = Money.ZERO;
        for (var candidate : open) {
            var input = inputs.getOrDefault(candidate, UNBOUNDED);
            switch (bound(candidate, input, now, until)) {
                case Bounded(var atMost) -> dearest = Money.max(dearest, atMost);
                case Unpriced unpriced -> {
                    return unpriced;
                }
            }
        }
        return new Bounded(dearest);
    }

    private CostBound bound(Candidate candidate, InputBound input, Instant now, Instant until) {
        var route = kernelRoute(candidate.route());
        if (!input.known()) {
            return new Unpriced(
                    route,
                    Unpriced.Reason.NO_BOUND,
                    "no bound for the tokens of an image or document on "
                            + candidate.route().getModel());
        }
        var most = ConsumptionBound.tokens(input.tokens(), candidate.maxOutputTokens());
        return new Pricing(prices).bound(List.of(route), most, now, until);
    }

    static Route kernelRoute(RouteRef route) {
        return Route.of(route.getProvider(), route.getModelId());
    }

    /** Version of the sheet in force for a route, for events and receipts; empty without one. */
    public String priceVersion(RouteRef route, Instant at) {
        return Optional.of(kernelRoute(route))
                .flatMap(known -> prices.sheet(known, ServiceTier.STANDARD, at))
                .map(sheet -> sheet.version())
                .orElse("");
    }

    private static String whyEmpty(List<Candidate> candidates, boolean unable) {
        if (!candidates.isEmpty()) {
            return "every route of this model has failed the job";
        }
        return unable
                ? "no route of this model takes such a request (context, output limit, JSON, tools"
                        + " or images)"
                : "this model has no route";
    }
}
