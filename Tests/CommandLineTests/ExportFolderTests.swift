import Foundation
import TestSupport
import Testing

@Suite("Folders of exports")
struct ExportFolderTests {
    let program: Program

    init() throws {
        program = try Program()
    }

    @Test(
        "a folder with a README of its own is left as it is; an earlier export is written over",
        arguments: [("hf", "README.md"), ("evidence", "README.txt")])
    func foreign(format: String, name: String) throws {
        #expect(try program.run(["run", "--budget", "1"]).status == 0)
        let folder = program.folder("mine")
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try "my own\n".write(toFile: "\(folder)/\(name)", atomically: true, encoding: .utf8)
        let refused = try program.run(["export", "--format", format, "--out", "mine"])
        #expect(refused.status == 2 && refused.errors.contains("'mine' has a \(name)"), "\(refused.errors)")
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == [name])
        #expect(try String(contentsOfFile: "\(folder)/\(name)", encoding: .utf8) == "my own\n")
        for _ in 1...2 {
            let result = try program.run(["export", "--format", format, "--out", "new"])
            #expect(result.status == 0, "\(result.errors)")
        }
    }

    @Test("an empty --out is refused", arguments: ["hf", "evidence", "csv", "junit"])
    func empty(format: String) throws {
        let result = try program.run(["export", "--format", format, "--out", ""])
        #expect(result.status == 2 && result.errors.contains("--out is empty"), "\(result.errors)")
    }
}
