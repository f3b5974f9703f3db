import Foundations
import Records
import SafetyGrid
import Testing

@testable import sextant

@Suite("options of helping models")
struct ModelOptionsTests {
    @Test(
        "null means that an option is not sent, which is not the same as leaving it to the program",
        arguments: [
            ("{temperature: null}", [.temperature]),
            (
                "{temperature: ~, max-tokens: null, seed: , stop: null}",
                [.temperature, .maxTokens, .seed, .stop]
            ),
            ("{temperature: 0}", nil), ("{}", nil),
        ] as [(String, [ModelOptions.Omission]?)])
    func omissions(text: String, omitted: [ModelOptions.Omission]?) throws {
        let options = try YAMLValue(text: text, file: "sextant.yaml").modelOptions()
        #expect(options.omitted == omitted)
        #expect(options.temperature == (text.contains("0") ? 0 : nil))
    }
}
