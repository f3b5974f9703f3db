import PostgreSQL

extension StoreError {
    /// A cancellation as it is, any other error in the store's terms.
    static func orCancellation(_ error: any Error, path: String) -> any Error {
        error is CancellationError ? error : StoreError(error, path: path)
    }

    init(_ error: PostgresError, path: String) {
        switch error {
        case .unreachable(_, let detail), .lost(_, let detail):
            self = .unreachable(url: path, detail: detail)
        case .diskFull: self = .diskFull(path: path)
        case .forbidden(let detail): self = .notWritable(path: path, detail: detail)
        case .badAddress, .constraint, .conflict, .cancelled, .failed:
            self = .unusable(path: path, detail: error.description)
        }
    }
}
