// What a person does with the single features, and what they see of them.
import { until } from './report.mjs';
import { appears, exactly, rows, settled, Workbench } from './workbench.mjs';

const tree = '.sidebar .tree-explorer-viewlet-tree-view';
const box = '.quick-input-widget';

export class FeatureWorkbench extends Workbench {
  /** The labels of the extension's item in the status bar, none while it is hidden. */
  async statuses() {
    const items = this.page.locator('.statusbar-item[id*="llmdbench.server"] [aria-label]');
    return items.evaluateAll((all) => all.map((one) => one.getAttribute('aria-label') ?? ''));
  }

  /**
   * How long the extension took to be activated, in milliseconds, as the list
   * of running extensions tells; undefined while it does not.
   */
  async activation() {
    const row = this.page.locator('.runtime-extensions-editor .extension', { hasText: 'llm-d benchmark' }).first();
    const text = (await row.count()) > 0 ? await row.innerText() : '';
    const time = /Activation: (\d+) ?ms/.exec(text)?.[1];
    return time === undefined ? undefined : Number(time);
  }

  /**
   * Waits until a comparison with this title is in front.
   * @param {string} title
   */
  async comparison(title) {
    await this.page.locator('.tab.active', { hasText: title }).waitFor();
    await this.modified().waitFor();
  }

  /**
   * Waits until a scenario is open that a comparison has shown before it was written.
   * @param {string} name
   */
  async written(name) {
    await this.page.locator('.tab', { hasText: `${name} (not written yet)` }).waitFor({ state: 'detached' });
    await this.tab(name);
    await this.atLine(1);
  }

  async focusComparison() {
    await this.modified().click();
  }

  modified() {
    return this.page.locator('.editor-group-container.active .monaco-diff-editor .editor.modified .view-lines').first();
  }

  /**
   * The row of the tree of verified values with this label.
   * @param {string | RegExp} label
   */
  verified(label) {
    const hasText = typeof label === 'string' ? exactly(label) : label;
    return this.page.locator(`${tree} ${rows}`, { has: this.page.locator('.label-name', { hasText }) }).first();
  }

  /** @param {import('playwright-core').Locator} row of a tree */
  async expand(row) {
    await row.locator('.monaco-tl-twistie').click();
  }

  /** What the tree says above its rows. */
  async verifiedSummary() {
    return this.page.locator(`${tree} .message`).innerText();
  }

  /**
   * Unticks a row of a list where several can be chosen, and accepts.
   * @param {string} label
   */
  async untick(label) {
    const row = this.page.locator(`${box} ${rows}`, { has: this.page.locator('.label-name', { hasText: exactly(label) }) });
    await row.waitFor();
    await settled(this.page.locator('.quick-input-list'));
    await row.click();
    await this.page.locator(box).getByRole('button', { name: 'OK' }).click();
  }

  /**
   * Those of some commands that the palette offers now.
   * @param {string[]} titles
   */
  async offered(titles) {
    await this.page.keyboard.press('F1');
    const input = this.page.locator(`${box} input`).first();
    const found = [];
    for (const title of titles) {
      await input.fill(`>${title}`);
      if (await appears(this.page.locator(`${box} ${rows} .label-name`, { hasText: exactly(title) }), 1000)) {
        found.push(title);
      }
    }
    await this.page.keyboard.press('Escape');
    return found;
  }

  /**
   * The text that a page of rendered Markdown shows, once it says this.
   * @param {RegExp} text
   */
  async rendered(text) {
    return until(`a page says ${text}`, async () => {
      for (const frame of this.page.frames().filter((one) => one !== this.page.mainFrame())) {
        const shown = await frame.locator('body').innerText({ timeout: 1000 }).catch(() => '');
        if (text.test(shown)) {
          return shown;
        }
      }
      return undefined;
    });
  }

  /**
   * The classes of the pieces that the active editor draws a line in, by text.
   * @param {RegExp} line
   */
  async colours(line) {
    const lines = this.page.locator('.editor-group-container.active .editor-instance .view-line');
    const all = await lines.evaluateAll((found) => found.map((one) => ({
      text: (one.textContent ?? '').replaceAll('\u00a0', ' '),
      pieces: [...one.querySelectorAll(':scope > span > span')].map((piece) => [(piece.textContent ?? '').replaceAll('\u00a0', ' ').trim(), piece.className]),
    })));
    const pieces = all.find(({ text }) => line.test(text))?.pieces ?? [];
    return new Map(pieces.map(([text, name]) => [text ?? '', name ?? '']));
  }

  /**
   * Accepts the completion that is offered under this name.
   * @param {string} label
   * @param {string} picture
   */
  async complete(label, picture) {
    const row = this.page.locator(`.suggest-widget.visible ${rows}`, { hasText: label }).first();
    await until(`completion offers ${label}`, async () => {
      await this.page.keyboard.press('Escape');
      await this.page.keyboard.press('Control+Space');
      return appears(row, 3000);
    });
    await this.picture(picture);
    await row.click();
  }

  /**
   * Gives the name at the cursor another one.
   * @param {string} name
   */
  async rename(name) {
    const input = this.page.locator('.rename-box input').first();
    await until('the box for the name is there', async () => {
      await this.page.keyboard.press('F2');
      return appears(input, 3000);
    });
    await input.fill(name);
    await this.page.keyboard.press('Enter');
  }

  /**
   * A file in the explorer, which has to be in sight there.
   * @param {string} name
   */
  explored(name) {
    return this.page.locator(`.explorer-folders-view ${rows}`, { has: this.page.locator('.label-name', { hasText: exactly(name) }) }).first();
  }

  /**
   * Opens a file that is new, which the box at the top may not know yet.
   * @param {string} name
   */
  async openExplored(name) {
    await this.explored(name).dblclick();
    await this.tab(name);
  }

  /**
   * Chooses from the menu of a place.
   * @param {import('playwright-core').Locator} place
   * @param {string} entry
   */
  async contextMenu(place, entry) {
    const item = this.page.locator('.monaco-menu .action-label', { hasText: exactly(entry) }).first();
    await until(`the menu has ${entry}`, async () => {
      await this.page.keyboard.press('Escape');
      await place.click({ button: 'right' });
      return appears(item, 4000);
    });
    await this.picture('menu');
    await this.moveMouseTo(item);
    await item.click();
  }

  /** What the item behind the braces of the status bar says. */
  async languageStatus() {
    const popup = this.page.locator('.hover-language-status').first();
    await until('the item says something', async () => {
      await this.page.mouse.move(5, 5);
      await this.page.locator('[id="status.languageStatus"]').hover();
      return appears(popup, 4000);
    });
    const all = await this.page.locator('.hover-language-status').allInnerTexts();
    return all.join('\n');
  }

  /**
   * Types into the box at the top, and takes the first row by keyboard.
   * @param {string} text
   */
  async enterRow(text) {
    await this.page.locator(`${box} input`).first().fill(text);
    await this.page.locator(`${box} ${rows}.focused`, { hasText: text }).waitFor();
    await this.page.keyboard.press('Enter');
  }

  /** @param {string[]} titles */
  async walkthroughSteps(titles) {
    for (const title of titles) {
      await this.page.locator('.gettingStartedContainer .step-title', { hasText: title }).first().waitFor();
    }
  }

  /** @param {string} name */
  async walkthroughButton(name) {
    await this.page.locator('.gettingStartedContainer').getByRole('button', { name }).first().click();
  }

  /**
   * Says yes to a question that waits for an answer.
   * @param {string} name
   */
  async agree(name) {
    await this.page.locator('.monaco-dialog-box').getByRole('button', { name }).click();
  }
}
