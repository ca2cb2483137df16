import { showOneOf } from './one-of.ts';

for (const box of document.querySelectorAll<HTMLElement>('[data-choices]')) setUpChoices(box);

/** Puts a list to choose from above elements of which one is shown at a time; of a single one there is no choice. */
function setUpChoices(box: HTMLElement): void {
  const choices = [...box.querySelectorAll<HTMLElement>(':scope > [data-choice]')];
  if (choices.length < 2) return;
  const select = document.createElement('select');
  select.id = `${choices[0]!.id}-choice`;
  select.append(...choices.map(({ dataset }) => new Option(dataset.choice)));
  const label = document.createElement('label');
  label.htmlFor = select.id;
  label.textContent = box.dataset.choices!;
  const show = showOneOf(choices, (index) => {
    select.selectedIndex = index;
  });
  select.addEventListener('change', () => show(select.selectedIndex));
  const line = document.createElement('div');
  line.className = 'choice-list';
  line.append(label, select);
  box.prepend(line);
}
