// What a form tells once it has recorded: a sentence, and how statuses changed by it.
import { Refusal } from '../api/asking';
import { outcomes, type Outcome, type Receipt, type Where } from './recorded';

export class Told {
  /** '' while nothing is recorded. */
  said = $state('');
  /** Null while they are being asked for. */
  outcomes = $state.raw<Outcome[] | null>(null);
  /** Why they cannot be told; what was recorded stands all the same. */
  refusal = $state.raw<Refusal | null>(null);

  async tell(said: string, receipt: Receipt, where: Where): Promise<void> {
    this.said = said;
    if (receipt.already_known) {
      this.outcomes = [];
      return;
    }
    try {
      this.outcomes = await outcomes(receipt, where);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      this.refusal = error;
    }
  }

  forget(): void {
    this.said = '';
    this.outcomes = this.refusal = null;
  }
}
