import Foundation
import Foundations
import Testing

@testable import SafetyGrid

@Suite("Seed library")
struct SeedLibraryTests {
    private func library(_ folder: TemporaryFolder) throws -> SeedLibrary {
        try SeedLibrary(folder: SeedFolder(option: folder.path, environment: [:], executable: nil))
    }

    private func seeds() throws -> TemporaryFolder {
        try TemporaryFolder([
            "hazards/b.yaml": TemporaryFolder.taxonomy("mine", "hazard", "h9"),
            "hazards/a.yaml": TemporaryFolder.taxonomy("astral", "hazard", "h1", "h2"),
            "hazards/notes.txt": "not YAML: [",
            "styles/astral.yaml": TemporaryFolder.taxonomy("astral", "style", "s1"),
            "techniques/astral.yaml": TemporaryFolder.taxonomy("astral", "technique", "t1", "t2", "t3"),
            "dimensions/persona.yaml": TemporaryFolder.taxonomy("people", "persona", "nurse", "pupil"),
        ])
    }

    @Test("reads the four folders in order, files by name, and passes over what is not YAML")
    func order() throws {
        let folder = try seeds()
        let ids = try library(folder).taxonomies.map { "\($0.dimension)/\($0.id)" }
        #expect(ids == ["hazard/astral", "hazard/mine", "style/astral", "technique/astral", "persona/people"])
    }

    @Test("the default grid has the three standard axes")
    func defaultGrid() throws {
        let folder = try seeds()
        let grid = try library(folder).grid()
        #expect(grid.dimensions.map(\.id) == SeedLibrary.standardDimensions)
        #expect(grid.shape == [2, 1, 3])
        #expect(grid.id == "astral")
    }

    @Test("axes and values can be chosen")
    func chosenAxes() throws {
        let folder = try seeds()
        let grid = try library(folder)
            .grid(axes: [("hazard", "mine"), ("persona", "people")], selection: ["persona": ["pupil"]])
        #expect(grid.key(of: grid.cell(0)) == "h9/pupil")
        #expect(grid.cellCount == 1)
        #expect(grid.id.hasPrefix("mine+people-"))
    }

    @Test("an unknown taxonomy names those there are")
    func unknownTaxonomy() throws {
        let folder = try seeds()
        let library = try library(folder)
        #expect(throws: ConfigurationError.unknownID(kind: "hazard taxonomy", id: "x", known: ["astral", "mine"])) {
            try library.taxonomy("x", of: "hazard")
        }
    }

    @Test("a taxonomy that stands twice is an error naming both files")
    func duplicateTaxonomy() throws {
        let folder = try seeds()
        try folder.write(Data(TemporaryFolder.taxonomy("mine", "hazard", "h7").utf8), to: "hazards/c.yaml")
        let error = try #require(throws: ConfigurationError.self) { try library(folder) }
        #expect(
            error.description == "\(folder.path)/hazards/c.yaml: the id 'hazard/mine' is already used at "
                + "\(folder.path)/hazards/b.yaml; ids must be unique")
    }

    @Test(
        "a file that is not UTF-8 is named, with the place and the remedy",
        arguments: [
            (Array("id: é\nt: caf".utf8) + [0xE9, 0x0A], "line 2, byte 13", "WINDOWS-1252"),
            ([0xFF, 0xFE, 0x69, 0, 0x64, 0], "line 1, byte 0", "UTF-16"),
        ] as [([UInt8], String, String)])
    func notUTF8(bytes: [UInt8], place: String, encoding: String) throws {
        let folder = try seeds()
        try folder.write(Data(bytes), to: "styles/bad.yaml")
        let error = try #require(throws: ConfigurationError.self) { try library(folder) }
        let file = "\(folder.path)/styles/bad.yaml"
        #expect("\(error)".hasPrefix("cannot read \(file): not UTF-8 text (\(place));"), "\(error)")
        #expect("\(error)".hasSuffix("iconv -f \(encoding) -t UTF-8 \(file) > NEW"))
    }

    @Test("a pipe is read to its end, and one without an end no further than a file")
    func pipe() throws {
        let pipe = Pipe()
        try pipe.fileHandleForWriting.write(contentsOf: Data("budget: 3\n".utf8))
        try pipe.fileHandleForWriting.close()
        #expect(try SeedLibrary.text(of: "/dev/fd/\(pipe.fileHandleForReading.fileDescriptor)") == "budget: 3\n")
        let error = try #require(throws: ConfigurationError.self) { try SeedLibrary.text(of: "/dev/zero") }
        #expect("\(error)".hasSuffix("larger than 8 MiB"), "\(error)")
    }

    @Test("a file that is too large is not read")
    func tooLarge() throws {
        let folder = try seeds()
        try folder.write(Data(count: YAMLValue.maximumBytes + 1), to: "styles/big.yaml")
        let error = try #require(throws: ConfigurationError.self) { try library(folder) }
        #expect(error.description.hasSuffix("styles/big.yaml: larger than 8 MiB"))
    }
}

@Suite("Seed folder")
struct SeedFolderTests {
    @Test("option, environment, current directory, beside the executable: in this order")
    func order() throws {
        let named = try TemporaryFolder(["hazards/a.yaml": ""])
        let environment = try TemporaryFolder(["hazards/a.yaml": ""])
        let current = try TemporaryFolder(["Seeds/hazards/a.yaml": ""])
        let install = try TemporaryFolder(["share/sextant/Seeds/hazards/a.yaml": "", "bin/sextant": ""])
        let empty = try TemporaryFolder()
        let executable = "\(install.path)/bin/sextant"
        func find(_ option: String?, _ variable: String?, _ directory: TemporaryFolder) throws -> String {
            try SeedFolder(
                option: option, environment: variable.map { ["SEXTANT_SEEDS": $0] } ?? [:], executable: executable,
                currentDirectory: directory.path
            ).path
        }
        #expect(try find(named.path, environment.path, current) == named.path)
        #expect(try find(nil, environment.path, current) == environment.path)
        #expect(try find(nil, "", current) == "\(current.path)/Seeds")
        #expect(try find(nil, nil, empty) == "\(install.path)/share/sextant/Seeds")
    }

    @Test("an executable in a build folder finds the seeds of its checkout")
    func checkout() throws {
        let checkout = try TemporaryFolder(["Seeds/hazards/a.yaml": "", ".build/x86_64/debug/sextant": ""])
        let empty = try TemporaryFolder()
        let folder = try SeedFolder(
            option: nil, environment: [:], executable: "\(checkout.path)/.build/x86_64/debug/sextant",
            currentDirectory: empty.path)
        #expect(folder.path == "\(checkout.path)/Seeds")
    }

    @Test("a folder that was named is not replaced by another")
    func namedButWrong() throws {
        let current = try TemporaryFolder(["Seeds/hazards/a.yaml": ""])
        #expect(throws: ConfigurationError.seedsNotFound(searched: ["/nowhere"])) {
            try SeedFolder(option: "/nowhere", environment: [:], executable: nil, currentDirectory: current.path)
        }
    }

    @Test("the places looked in are listed")
    func nowhere() throws {
        let empty = try TemporaryFolder()
        let error = try #require(throws: ConfigurationError.self) {
            try SeedFolder(option: nil, environment: [:], executable: "/opt/bin/x", currentDirectory: empty.path)
        }
        #expect(
            error.description == "no Seeds folder found (looked in \(empty.path)/Seeds, /opt/share/sextant/Seeds); "
                + "give --seeds DIR or set SEXTANT_SEEDS")
    }
}
