import { MoonIcon, ScreenIcon, SunIcon } from './icons.tsx';

const THEMES = [
  { value: 'light', label: 'Light', Icon: SunIcon },
  { value: 'dark', label: 'Dark', Icon: MoonIcon },
  { value: 'system', label: 'System', Icon: ScreenIcon },
];

/** Light, dark, or as the system says. What it does is in client/theme-select.ts. */
export function ThemeSwitch() {
  return (
    <fieldset class="theme-switch" data-theme-switch>
      <legend class="visually-hidden">Theme</legend>
      {THEMES.map(({ value, label, Icon }) => (
        <label key={value} title={label}>
          <input type="radio" name="theme" value={value} checked={value === 'system'} />
          <Icon />
          <span class="visually-hidden">{label}</span>
        </label>
      ))}
    </fieldset>
  );
}
