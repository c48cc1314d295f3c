# The program and nothing else: `docker build -t authelia-lint .`, then
# `docker run --rm -v "$PWD:/work:ro" authelia-lint check configuration.yml`.

# On Alpine the program is linked statically, with musl.
FROM rust:1-alpine AS build
RUN apk add --no-cache musl-dev
WORKDIR /source
COPY . .
RUN cargo build --locked --release

FROM scratch
COPY --from=build /source/target/release/authelia-lint /authelia-lint
USER 65532:65532
WORKDIR /work
ENTRYPOINT ["/authelia-lint"]
CMD ["check"]
