import Testing

@testable import PostgreSQL

@Suite("Addresses of databases")
struct PostgresAddressTests {
    @Test(
        "what is a URL and no path",
        arguments: [
            ("postgresql://h/db", true), ("postgres:///db?host=/run", true), ("Output", false), ("/var/lib/x", false),
            ("mysql://h/db", false),
        ])
    func isURL(text: String, isURL: Bool) throws {
        #expect(PostgresAddress.isURL(text) == isURL)
        if isURL { #expect(try PostgresAddress(text).url == text) }
        if !isURL { #expect(throws: PostgresError.self) { try PostgresAddress(text) } }
    }

    @Test(
        "a password is refused wherever it stands, and never repeated",
        arguments: [
            "postgresql://me:hunter2@h/db", "postgresql://h/db?password=hunter2",
            "postgresql://h/db?sslpassword=hunter2",
            "postgresql://me:hunter2@h:notaport/db?x=1", "postgresql://me:hun ter2@h/db",
            "postgresql://me:hunter2%zz@h/db",
            "postgresql://[me:hunter2@h/db", "postgresql://me:hunter2@h/db?what=hunter2",
        ])
    func passwords(url: String) throws {
        let error = try #require(throws: PostgresError.self) { try PostgresAddress(url) }
        #expect(!error.description.contains("hunter2") && !error.description.contains("ter2"))
    }

    @Test("what the URL says goes before defaults")
    func defaults() throws {
        let address = try PostgresAddress("postgresql://h/db?connect_timeout=3")
        let keywords = address.parameters(environment: [:]).map(\.keyword)
        let url = try #require(keywords.firstIndex(of: "dbname"))
        #expect(try #require(keywords.firstIndex(of: "connect_timeout")) < url)
        #expect(!address.parameters(environment: ["PGCONNECT_TIMEOUT": "9"]).map(\.keyword).contains("connect_timeout"))
    }
}
