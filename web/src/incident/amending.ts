// What an editor may do to an opened incident and to the claims on it; each opens a dialog.
import type { Claim, Entry } from '../api/shapes';

export type ClaimAmendment = 'correction' | 'withdrawal' | 'grade' | 'void';
export type IncidentAmendment = 'sign-off' | 'merge';

export interface Amends {
  claim: (what: ClaimAmendment, claim: Claim) => void;
  incident: (what: IncidentAmendment, incident: Entry) => void;
}
