import Records

/// The column `run.settings`: request and basis of a run in one object, so that a key moves between them without a migration.
struct RunSettingsColumn: Codable {
    let request: RunRequest
    let basis: RunBasis

    init(_ run: RunRecord) {
        request = run.request
        basis = run.basis
    }

    init(from decoder: any Decoder) throws {
        request = try RunRequest(from: decoder)
        basis = try RunBasis(from: decoder)
    }

    func encode(to encoder: any Encoder) throws {
        try request.encode(to: encoder)
        try basis.encode(to: encoder)
    }
}
