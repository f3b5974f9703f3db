import ChatModels
import Records
import Testing

@testable import Oracles

@Suite("oracles by name")
struct OracleRegistryTests {
    struct SilentModel: ChatModel {
        let name = "fake/silent"
        let isSimulated = true
        func reply(to request: ChatRequest) async throws -> ChatReply { ChatReply(text: "") }
    }

    private func parts(judge: (any ChatModel)? = nil) -> OracleRegistry.Parts {
        OracleRegistry.Parts(
            classifier: { ResponseClassifier(try ClassifierTrainingTests.weights.get()) }, judge: judge, concurrency: 2,
            seed: 1)
    }

    @Test(
        "every name has an oracle",
        arguments: [
            ("builtin", "builtin"), ("rules", "rules"), ("judge", "judge:fake/silent"),
            ("cascade", "cascade:judge:fake/silent"),
        ])
    func names(name: String, full: String) throws {
        #expect(OracleRegistry.names.contains(name))
        #expect(try OracleRegistry.oracle(name, parts(judge: SilentModel())).name == full)
    }

    @Test(
        "an oracle is named in a run's summary as in its verdicts", arguments: ["builtin", "judge", "cascade", "rules"])
    func settings(name: String) throws {
        var request = OracleRequest()
        request.kind = name
        request.judge = ["judge", "cascade"].contains(name) ? "fake/silent" : nil
        #expect(try OracleRegistry.oracle(name, parts(judge: SilentModel())).name == request.name)
    }

    @Test(
        "the oracles whose verdicts rest on the classifier are known",
        arguments: [
            ("builtin", [], true), ("cascade", [], true), ("judge", [], false), ("guard", [], false),
            ("rules", ["builtin"], false), ("jury", ["rules", "judge"], false), ("jury", ["rules", "cascade"], true),
            ("jury", ["jury", "builtin"], true), ("jury", ["jury"], false),
        ])
    func classifier(name: String, jury: [String], uses: Bool) {
        #expect(OracleRegistry.usesClassifier(name, jury: jury) == uses)
    }

    @Test(
        "a request knows whether its oracle reads transcripts",
        arguments: [
            ("builtin", [], false), ("rules", [], false), ("exact", [], false), ("guard", [], false),
            ("judge", [], true), ("cascade", [], true), ("jury", ["builtin", "rules"], false),
            ("jury", ["rules", "judge"], true),
        ] as [(String, [String], Bool)])
    func transcripts(name: String, jury: [String], reads: Bool) throws {
        var request = OracleRequest()
        (request.kind, request.jury) = (name, jury)
        var parts = parts(judge: SilentModel())
        (parts.guardModel, parts.guardFormat, parts.jury) = (SilentModel(), "llama-guard-3", jury)
        #expect(request.readsTranscripts == reads)
        #expect(try OracleRegistry.oracle(name, parts).readsTranscripts == reads)
    }

    @Test("what is wrong with the choice is said")
    func wrong() {
        for name in ["judge", "cascade"] {
            #expect(throws: OracleError.judgeNeedsModel(oracle: name)) { try OracleRegistry.oracle(name, parts()) }
        }
        #expect(throws: OracleError.unknown("gut", known: OracleRegistry.names + ["process/COMMAND"])) {
            try OracleRegistry.oracle("gut", parts())
        }
        #expect(OracleError.judgeNeedsModel(oracle: "cascade").description.contains("--judge"))
        #expect(OracleError.unknown("gut", known: ["builtin"]).description.contains("builtin"))
    }

    @Test("weights are read only for an oracle that has a classifier")
    func lazily() throws {
        var parts = parts(judge: SilentModel())
        parts.classifier = { throw WeightsError.missing(file: "w") }
        #expect(try OracleRegistry.oracle("judge", parts).name == "judge:fake/silent")
        #expect(try OracleRegistry.oracle("rules", parts).name == "rules")
        #expect(throws: WeightsError.missing(file: "w")) { try OracleRegistry.oracle("builtin", parts) }
    }
}
