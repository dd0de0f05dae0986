package io.quaestor.router.provider.bedrock;

import io.quaestor.event.DocumentPart;
import io.quaestor.event.ImagePart;
import io.quaestor.router.provider.Parts;
import io.quaestor.router.provider.UnsendableException;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.bedrockruntime.model.DocumentBlock;
import software.amazon.awssdk.services.bedrockruntime.model.DocumentFormat;
import software.amazon.awssdk.services.bedrockruntime.model.DocumentSource;
import software.amazon.awssdk.services.bedrockruntime.model.ImageBlock;
import software.amazon.awssdk.services.bedrockruntime.model.ImageFormat;
import software.amazon.awssdk.services.bedrockruntime.model.ImageSource;
import software.amazon.awssdk.services.bedrockruntime.model.S3Location;

/**
 * Images and documents of one request; remembers the document names, which Converse wants to
 * differ. Pure.
 */
final class BedrockMedia {

    private final Set<String> names = new HashSet<>();

    ImageBlock image(ImagePart image) {
        return ImageBlock.builder()
                .format(imageFormat(image.getMediaType()))
                .source(imageSource(image.getData(), image.getUri()))
                .build();
    }

    DocumentBlock document(DocumentPart document) {
        return DocumentBlock.builder()
                .format(documentFormat(document.getMediaType()))
                .name(uniqueName(document.getName()))
                .source(documentSource(document.getData(), document.getUri()))
                .build();
    }

    private static ImageSource imageSource(@Nullable ByteBuffer data, @Nullable String uri) {
        return source(data, uri, "image", ImageSource::fromBytes, ImageSource::fromS3Location);
    }

    private static DocumentSource documentSource(@Nullable ByteBuffer data, @Nullable String uri) {
        return source(
                data, uri, "document", DocumentSource::fromBytes, DocumentSource::fromS3Location);
    }

    private static <T> T source(
            @Nullable ByteBuffer data,
            @Nullable String uri,
            String what,
            Function<SdkBytes, T> fromBytes,
            Function<S3Location, T> fromS3) {
        if (data != null && uri == null) {
            return fromBytes.apply(SdkBytes.fromByteArrayUnsafe(Parts.bytes(data)));
        }
        if (uri != null && data == null && uri.startsWith("s3://")) {
            return fromS3.apply(S3Location.builder().uri(uri).build());
        }
        throw new UnsendableException(
                "Bedrock needs the bytes of the " + what + " or its s3:// URI");
    }

    private static ImageFormat imageFormat(String mediaType) {
        return switch (mediaType.toLowerCase(Locale.ROOT)) {
            case "image/png" -> ImageFormat.PNG;
            case "image/jpeg", "image/jpg" -> ImageFormat.JPEG;
            case "image/gif" -> ImageFormat.GIF;
            case "image/webp" -> ImageFormat.WEBP;
            default ->
                    throw new UnsendableException("Bedrock takes PNG, JPEG, GIF and WebP images");
        };
    }

    private static DocumentFormat documentFormat(String mediaType) {
        return switch (mediaType.toLowerCase(Locale.ROOT)) {
            case "application/pdf" -> DocumentFormat.PDF;
            case "text/plain" -> DocumentFormat.TXT;
            case "text/markdown" -> DocumentFormat.MD;
            case "text/html" -> DocumentFormat.HTML;
            case "text/csv" -> DocumentFormat.CSV;
            case "application/msword" -> DocumentFormat.DOC;
            case "application/vnd.openxmlformats-officedocument.wordprocessingml.document" ->
                    DocumentFormat.DOCX;
            case "application/vnd.ms-excel" -> DocumentFormat.XLS;
            case "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet" ->
                    DocumentFormat.XLSX;
            default ->
                    throw new UnsendableException(
                            "Bedrock does not take documents of this media type");
        };
    }

    /**
     * Converse allows letters, digits, single blanks, hyphens, parentheses and brackets, and wants
     * names to differ.
     */
    private String uniqueName(String name) {
        String clean = name.replaceAll("[^a-zA-Z0-9 ()\\[\\]-]", " ").replaceAll(" +", " ").strip();
        String base = Optional.of(clean).filter(text -> !text.isEmpty()).orElse("document");
        String unique = base;
        for (int i = 2; !names.add(unique); i++) {
            unique = base + " " + i;
        }
        return unique;
    }
}
