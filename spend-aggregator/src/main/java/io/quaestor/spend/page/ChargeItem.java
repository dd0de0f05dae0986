package io.quaestor.spend.page;

import io.micronaut.serde.annotation.Serdeable;
import io.quaestor.event.Charge;
import java.math.BigDecimal;
import java.time.Instant;

/**
 * One line item: what one attempt cost on one meter.
 *
 * @param listCostUsd exact, before the attempt was rounded to nano-USD; twelve decimals
 */
@Serdeable
public record ChargeItem(
        String chargeId,
        String category,
        String jobId,
        String requestId,
        int attempt,
        String department,
        String user,
        String useCase,
        String model,
        String provider,
        String routeModel,
        String region,
        String meter,
        long quantity,
        String unit,
        String listCostUsd,
        String billedCostUsd,
        boolean estimated,
        boolean unpriced,
        boolean simulated,
        String priceVersion,
        Instant chargedAt,
        String eventId) {

    private static final int PICO_DIGITS = 12;

    public static ChargeItem of(Charge charge) {
        var route = charge.getRoute();
        return new ChargeItem(
                charge.getChargeId(),
                charge.getCategory().name(),
                charge.getJobId(),
                charge.getRequestId(),
                charge.getAttempt(),
                charge.getDepartment(),
                charge.getUser(),
                charge.getUseCase(),
                charge.getModel(),
                route.getProvider(),
                route.getModel(),
                route.getRegion(),
                charge.getMeter().name(),
                charge.getConsumedQuantity(),
                charge.getConsumedUnit(),
                BigDecimal.valueOf(charge.getListCostPicoUsd(), PICO_DIGITS).toPlainString(),
                SpendItem.usd(charge.getBilledCostNanoUsd()),
                charge.getEstimated(),
                charge.getUnpriced(),
                charge.getSimulated(),
                charge.getPriceVersion(),
                charge.getChargedAt(),
                charge.getEventId());
    }
}
