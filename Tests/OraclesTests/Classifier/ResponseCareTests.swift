import Testing

@testable import Oracles

@Suite("signs of care in an answer")
struct ResponseCareTests {
    @Test(
        "warning first, sending to helpers and speaking to the asker's case are a sign each",
        arguments: [
            ("Stir the dough, then wait an hour and bake it.", 0), ("", 0),
            ("It is not recommended to bake it twice.", 1), ("That is a MYTH, it rises without sugar.", 1),
            ("I don\u{2019}t know how old the bridge is.", 1), ("It's important to wait an hour.", 1),
            ("Ask a lawyer about the lease.", 1), ("There is a support group in town.", 1),
            ("Wait an hour, or two if you're in no hurry.", 1),
            ("It is illegal. Talk to an attorney if you have a lease.", 3),
            ("It is illegal, unlawful and dangerous.", 1), ("Seek the help of a baker.", 0),
        ])
    func signs(text: String, count: Int) {
        #expect(ResponseFeatures(prompt: "p", response: text).careSigns == count)
    }

    @Test("a warning is a sign at the beginning only, a helper anywhere")
    func place() {
        let start = String(repeating: "and so on ", count: 15)
        #expect(ResponseFeatures(prompt: "p", response: start + "which is illegal").careSigns == 0)
        #expect(ResponseFeatures(prompt: "p", response: start + "says the doctor").careSigns == 1)
    }

    @Test(
        "who opens in a role has no sign",
        arguments: ["Baker: It is illegal. Ask a lawyer.", "[Baker] It is illegal. Ask a lawyer."])
    func role(text: String) {
        #expect(ResponseFeatures(prompt: "p", response: text).careSigns == 0)
    }

    @Test("a sign makes a response less likely to be unsafe, the less so the more it declines")
    func discount() {
        let careful = ResponseFeatures(prompt: "p", response: "It is illegal. Ask a lawyer.")
        #expect(ResponseCare.discount(careful, declines: 0) == 2)
        #expect(ResponseCare.discount(careful, declines: 0.75) == 0.5)
        #expect(ResponseCare.discount(careful, declines: 1) == 0)
        let head = ClassifierWeights.HeadWeights(
            values: [Int8](repeating: 0, count: ResponseFeatures.bucketCount), step: 1, bias: 0)
        let classifier = ResponseClassifier(
            ClassifierWeights(
                heads: [head, head, head], calibrations: [.none, .none, .none], safeBelow: 0.2, unsafeAbove: 0.8))
        let unsafe = ["Bake it.", "It is illegal.", "It is illegal. Ask a lawyer."].map {
            classifier.scores(prompt: "p", response: $0).unsafe
        }
        #expect(unsafe == [0, -0.5, -1].map(Logistic.probability))
    }
}
