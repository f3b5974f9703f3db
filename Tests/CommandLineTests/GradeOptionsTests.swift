import ArgumentParser
import Foundations
import Records
import TestSupport
import Testing
import Workflows

@testable import Settings
@testable import sextant

@Suite("options of grades")
struct GradeOptionsTests {
    private func request(_ arguments: [String]) throws -> RunRequest {
        try RunConfiguration(RunOptions<RunCommand>.parse(arguments + ["--seeds", ProjectSeeds.path])).request
    }

    @Test(
        "a judge grades unless that is off",
        arguments: [
            (["--judge", "openai/j"], true), (["--judge", "openai/j", "--judge-grades", "off"], false),
            (["--judge", "openai/j", "--judge-grades", "on"], true), ([], false), (["--judge-grades", "on"], false),
        ])
    func grades(arguments: [String], expected: Bool) throws {
        #expect(try request(arguments).oracle.grades == expected)
    }

    @Test("in the file they stand as on the command line")
    func file() throws {
        let file = try ConfigurationFile(
            text: "judge: openai/j\njudge-grades: off\ngate: {min-grade: 0.25, no-new: any}", file: "sextant.yaml")
        #expect(file.request.oracle.judgeGrades == false && file.gate?.minimumGrade == 0.25)
        let error = try #require(throws: ConfigurationError.self) {
            try ConfigurationFile(text: "judge: openai/j\njudge-grades: perhaps", file: "sextant.yaml")
        }
        #expect("\(error)".contains("must be on or off"))
    }

    @Test("what is no switch and no score is a usage error")
    func faults() throws {
        #expect(throws: (any Error).self) { try RunOptions<RunCommand>.parse(["--judge-grades", "perhaps"]) }
        let error = try #require(throws: (any Error).self) {
            try request(["--judge", "openai/j", "--no-new", "any", "--min-grade", "1.5"])
        }
        #expect(Sextant.fullMessage(for: error).contains("min-grade is 1.5"))
        #expect(try request(["--no-new", "any", "--min-grade", "0.5"]).gate?.minimumGrade == 0.5)
    }
}
