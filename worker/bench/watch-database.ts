export interface Watcher {
  /** Told of every statement that is asked, with its parameters. */
  asked?: (statement: string, parameters: readonly unknown[]) => void;
  /** Told how many rows were read for it. */
  read?: (rows: number) => void;
}

/** The same database, with somebody who looks on. For questions only: what answers without telling what it cost is asked twice. */
export function watchDatabase(db: D1Database, { asked, read }: Watcher): D1Database {
  const originals = new WeakMap<D1PreparedStatement, { original: D1PreparedStatement; tell: () => void }>();
  const counted = <Row>(result: D1Result<Row>): D1Result<Row> => {
    read?.(result.meta.rows_read);
    return result;
  };

  const watch = (original: D1PreparedStatement, statement: string, parameters: readonly unknown[]): D1PreparedStatement => {
    const tell = () => asked?.(statement, parameters);
    const all = async () => {
      tell();
      return counted(await original.all());
    };
    const methods: Record<string | symbol, unknown> = {
      bind: (...values: unknown[]) => watch(original.bind(...values), statement, values),
      all,
      run: all,
      first: async (column?: string) => {
        const [row] = (await all()).results;
        return column === undefined ? (row ?? null) : (row?.[column] ?? null);
      },
      raw: async () => {
        await all();
        return original.raw();
      },
    };
    const watched = new Proxy(original, { get: (_, name) => methods[name] });
    originals.set(watched, { original, tell });
    return watched;
  };

  const methods: Record<string | symbol, unknown> = {
    prepare: (statement: string) => watch(db.prepare(statement), statement, []),
    batch: async (statements: D1PreparedStatement[]) => {
      const known = statements.flatMap((each) => originals.get(each) ?? []);
      for (const { tell } of known) tell();
      return (await db.batch(known.map(({ original }) => original))).map(counted);
    },
  };
  return new Proxy(db, { get: (_, name) => methods[name] });
}
