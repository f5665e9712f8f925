export interface Failure {
  readonly code: unknown;
  readonly errno: unknown;
  readonly sqlState: unknown;
  readonly message: string;
}

/** What went wrong, as an application reads it; that nothing went wrong is an error. */
export async function failure(action: Promise<unknown>): Promise<Failure> {
  try {
    await action;
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const { code, errno, sqlState } = error as Error & Partial<Failure>;
    return { code, errno, sqlState, message: error.message };
  }
  throw new Error('no failure');
}
