// What a form tells once it has recorded: a sentence, and how statuses changed by it.
import { Refusal } from '../api/asking';
import { outcomes, outcomeWords, type Outcome, type Receipt, type Where } from './recorded';

export class Told {
  /** '' while nothing is recorded. */
  said = $state('');
  /** Null while they are being asked for, and where nothing was added. */
  outcomes = $state.raw<Outcome[] | null>(null);
  isAsking = $state(false);
  /** Why they cannot be told; what was recorded stands all the same. */
  refusal = $state.raw<Refusal | null>(null);

  /** Tells what was recorded, and asks what came of it. Returns both as one text. */
  async tell(said: string, receipt: Receipt, where: Where): Promise<string> {
    this.said = said;
    if (receipt.already_known) return said;
    this.isAsking = true;
    try {
      this.outcomes = await outcomes(receipt, where);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      this.refusal = error;
    } finally {
      this.isAsking = false;
    }
    const changed = (this.outcomes ?? []).filter(({ isChanged }) => isChanged);
    return [said, ...changed.map((outcome) => `${outcomeWords(outcome)}.`)].join(' ');
  }

  forget(): void {
    this.said = '';
    this.outcomes = this.refusal = null;
  }
}
