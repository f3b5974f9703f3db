// swift-tools-version: 6.2
import PackageDescription

/// Every module is compiled in Swift 6 mode with warnings as errors.
let strict: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .treatAllWarnings(as: .error),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
]

let package = Package(
    name: "sextant",
    targets: [
        .systemLibrary(
            name: "CCurl", path: "Sources/CCurl", pkgConfig: "libcurl",
            providers: [.apt(["libcurl4-openssl-dev"])]),
        .target(name: "HTTPTransport", dependencies: ["CCurl"], swiftSettings: strict),
        .systemLibrary(name: "CEpoll", path: "Tests/CEpoll"),
        .target(
            name: "FaultServer", dependencies: ["CEpoll", "HTTPTransport"], path: "Tests/FaultServer",
            swiftSettings: strict),
        .executableTarget(
            name: "fault-server", dependencies: ["FaultServer"], path: "Benchmarks/FaultServerTool",
            swiftSettings: strict),
        .executableTarget(
            name: "transport-bench", dependencies: ["HTTPTransport"], path: "Benchmarks/TransportBench",
            swiftSettings: strict),
        .testTarget(
            name: "HTTPTransportTests", dependencies: ["HTTPTransport", "FaultServer"], swiftSettings: strict),
    ]
)
