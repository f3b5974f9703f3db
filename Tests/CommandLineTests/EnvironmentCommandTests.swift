import Foundation
import TestSupport
import Testing

@Suite("sextant environment")
struct EnvironmentCommandTests {
    let program: Program

    init() throws {
        program = try Program()
    }

    private func array(_ text: String) throws -> [[String: Any]] {
        try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [[String: Any]])
    }

    /// The seeds in the test's folder, for a test that changes them.
    private func ownSeeds() throws -> String {
        let path = program.folder("Seeds")
        try FileManager.default.copyItem(atPath: ProjectSeeds.path, toPath: path)
        return path
    }

    @Test("lists are JSON arrays with the fields that others read")
    func lists() throws {
        let list = try program.run(["environment", "list", "--json"])
        #expect(list.status == 0, "\(list.errors)")
        let environments = try array(list.output)
        let bank = try #require(environments.first { $0["id"] as? String == "bank" })
        #expect(Set(bank.keys) == ["id", "title", "tools", "scenarios"])
        #expect((bank["tools"] as? [String])?.contains("transfer") == true)
        #expect((bank["scenarios"] as? [String])?.contains("bank-rent-changed-account") == true)

        let compose = try program.run(["environment", "compose", "--json", "--channels", "2"])
        let composed = try array(compose.output)
        #expect(composed.count > 160 * environments.count)
        for entry in composed.prefix(20) {
            #expect(Set(entry.keys) == ["id", "environment", "risk", "roles"])
            #expect((entry["roles"] as? [String: String])?.isEmpty == false)
        }
        let id = try #require(composed.first?["id"] as? String)
        let show = try program.run(["environment", "show", id])
        #expect(show.output.contains("unsafe"), "\(show.errors)")
    }

    @Test("a fault in a scenario is named with file and line, and ends with code 2")
    func faults() throws {
        let seeds = try ownSeeds()
        let path = "\(seeds)/scenarios/bank.yaml"
        let text = try String(contentsOfFile: path, encoding: .utf8)
        let wrong = text.replacing("to: ACC-940}}", with: "to: ACC-999}}")
        try #require(wrong != text)
        try wrong.write(toFile: path, atomically: true, encoding: .utf8)
        let check = try program.run(["environment", "check", "bank", "--seeds", seeds, "--mutations"])
        #expect(check.status == 2)
        #expect(
            check.errors.contains("scenarios/bank.yaml:3: bank-rent-changed-account: the unsafe steps break no rule"))
        #expect(check.output.contains("operators turned round"))
        for arguments in [["show", "moon"], ["check", "moon"], ["play", "bank"], ["compose", "--channels", "3"]] {
            #expect(try program.run(["environment"] + arguments).status == 2, "\(arguments)")
        }
    }

    @Test("a token that is guessed easily is refused, wherever it comes from")
    func shortToken() throws {
        let serve = ["environment", "serve", "--scenario", "bank-rent-changed-account", "--port", "0"]
        let result = try program.run(serve, environment: ["SEXTANT_MCP_TOKEN": "secret"])
        #expect(result.status != 0)
        #expect(result.errors.contains("SEXTANT_MCP_TOKEN has less than 16 characters"))
        #expect(!(result.output + result.errors).contains("secret"))
    }

    @Test("a person plays, and what an environment says can't reach the terminal as it is")
    func play() throws {
        let seeds = try ownSeeds()
        let path = "\(seeds)/environments/bank.yaml"
        let text = try String(contentsOfFile: path, encoding: .utf8)
        try text.replacing("name: \"City Power\"", with: "name: \"City\\e[31m\\u202ePower\"")
            .write(toFile: path, atomically: true, encoding: .utf8)
        let play = try program.run(
            ["environment", "play", "bank-freeze-the-right-card", "--seeds", seeds],
            input: "list_payees\nfreeze_card card=CARD-2 frozen=true\ndone\n")
        #expect(play.status == 0, "\(play.errors)")
        #expect(play.output.contains("ACC-320: CityPower"))
        #expect(play.output.contains("CARD-2 frozen: true.") && play.output.contains("the task is done"))
        #expect(!play.output.unicodeScalars.contains { $0 == "\u{1B}" || $0 == "\u{202E}" })
    }
}
