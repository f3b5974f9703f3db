import PostgreSQL
import Records

extension PostgresStore {
    package func tell(_ news: WorkNews) async throws {
        do {
            try await writer.write([Self.telling(news)])
        } catch {
            throw StoreError.orCancellation(error, path: path)
        }
    }

    package func listen(
        for news: [WorkNews], _ body: @escaping @Sendable (WorkNews) -> Void
    ) async throws -> WorkSubscription {
        do {
            let connection = try await PostgresConnection.open(locks.address) { channel in
                // A connection that is lost may have had any of them to bring.
                for news in news where channel?.hasSuffix(news.rawValue) ?? true { body(news) }
            }
            for news in news {
                let channel = try await connection.run([PostgresQuery("SELECT \(Self.channel(of: news))")])[0].first?
                    .text
                try await connection.run([PostgresQuery("LISTEN \"\(channel ?? "")\"", isPrepared: false)])
            }
            return WorkSubscription(connection)
        } catch {
            throw StoreError.orCancellation(error, path: path)
        }
    }

    /// The query that tells of news, once its transaction is committed.
    static func telling(_ news: WorkNews) -> PostgresQuery { PostgresQuery("SELECT \(notice(of: news))") }

    static func notice(of news: WorkNews) -> String { "pg_notify(\(channel(of: news)), '')" }

    /// Stores are told apart by a sum of their schema's name: a channel has no room for a long name.
    private static func channel(of news: WorkNews) -> String {
        "'sextant ' || md5(current_schema()) || ' \(news.rawValue)'"
    }
}
