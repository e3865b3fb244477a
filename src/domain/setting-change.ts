/** A setting that is looser than its default, or was changed after the first run. */
export interface SettingChange {
  setting: string;
  old: string;
  new: string;
  /** Who changed it, and why; '' where the trail does not say. */
  by: string;
  why: string;
  /** Since which run. */
  since: string;
}
