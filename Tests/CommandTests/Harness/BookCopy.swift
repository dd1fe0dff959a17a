import Foundation
import Support

extension Book {
    /// Copies the database to another place, over whatever is there. Nobody may be writing to it.
    func copy(to place: String) throws {
        if database.hasPrefix("postgres:") {
            try Rows(database).run(Book.copying(to: PostgresBooks.schema(of: place)))
        } else {
            try copyFiles(to: place)
        }
    }

    /// The file, with what is still in its write-ahead log.
    private func copyFiles(to path: String) throws {
        for ending in ["", "-wal", "-shm"] {
            try? FileManager.default.removeItem(atPath: path + ending)
            if FileManager.default.fileExists(atPath: database + ending) {
                try FileManager.default.copyItem(atPath: database + ending, toPath: path + ending)
            }
        }
    }

    /// What copies the current schema: its tables with their indexes and rows, its sequences and its views. A view is
    /// told without the name of the schema while that is the current one, so that it can be made in the other.
    private static func copying(to schema: String) -> String {
        """
        DO $$
        DECLARE
            own text := current_schema();
            one record;
        BEGIN
            DROP SCHEMA IF EXISTS \(schema) CASCADE;
            CREATE SCHEMA \(schema);
            FOR one IN SELECT tablename AS name FROM pg_tables WHERE schemaname = own LOOP
                EXECUTE format('CREATE TABLE \(schema).%1$I (LIKE %2$I.%1$I INCLUDING ALL)', one.name, own);
                EXECUTE format('INSERT INTO \(schema).%1$I SELECT * FROM %2$I.%1$I', one.name, own);
            END LOOP;
            FOR one IN SELECT sequencename AS name, last_value AS value FROM pg_sequences WHERE schemaname = own LOOP
                EXECUTE format('CREATE SEQUENCE \(schema).%I', one.name);
                PERFORM setval(format('\(schema).%I', one.name)::regclass, coalesce(one.value, 1),
                    one.value IS NOT NULL);
            END LOOP;
            FOR one IN SELECT relname AS name, pg_get_viewdef(oid) AS meaning FROM pg_class
                    WHERE relnamespace = own::regnamespace AND relkind = 'v' ORDER BY oid LOOP
                PERFORM set_config('search_path', '\(schema)', true);
                EXECUTE format('CREATE VIEW %I AS %s', one.name, one.meaning);
                PERFORM set_config('search_path', own, true);
            END LOOP;
        END $$
        """
    }
}
