// What a person does in the workbench, by keyboard and mouse, and what they
// see. All knowledge of the workbench's page is in this file.
import assert from 'node:assert/strict';
import * as path from 'node:path';
import { patience, until } from './report.mjs';

export const rows = '.monaco-list-row';

/** The part of the window that pictures for the README show. */
export const shown = { x: 0, y: 34, width: 1000, height: 430 };
export const shownWide = { ...shown, width: 1400 };

export class Workbench {
  /**
   * @param {import('playwright-core').Page} page
   * @param {string} pictures folder for screenshots
   */
  constructor(page, pictures) {
    this.page = page;
    this.pictures = pictures;
    page.setDefaultTimeout(patience);
  }

  /**
   * @param {string} url
   * @param {string} folder
   */
  async open(url, folder) {
    await this.page.goto(`${url}?folder=${encodeURIComponent(folder)}`);
    await this.page.locator('.monaco-workbench .explorer-folders-view').waitFor();
  }

  /**
   * @param {string} name
   * @param {{ x: number, y: number, width: number, height: number }} [clip]
   */
  async picture(name, clip) {
    await this.page.screenshot({ path: path.join(this.pictures, `${name}.png`), ...(clip === undefined ? {} : { clip }) });
  }

  /**
   * Opens a file by its path below the workspace, at a line counted from 1.
   * @param {string} file
   * @param {number} [line]
   */
  async openFile(file, line = 1) {
    const { base, dir } = path.posix.parse(file);
    await this.page.keyboard.press('Control+P');
    await this.chooseRow(file, (row) => row.filter({ hasText: base }).filter({ hasText: dir }));
    await this.tab(base);
    await this.goToLine(line);
  }

  /**
   * Types into the box at the top and clicks a row of its list.
   * @param {string} text
   * @param {(rows: import('playwright-core').Locator) => import('playwright-core').Locator} which
   */
  async chooseRow(text, which) {
    const box = this.page.locator('.quick-input-widget');
    await box.locator('input').fill(text);
    const row = which(box.locator(rows)).first();
    await row.waitFor();
    await settled(box.locator('.quick-input-list'));
    await row.click();
  }

  /** @param {number} line */
  async goToLine(line) {
    await this.page.keyboard.press('Control+G');
    await this.page.locator('.quick-input-widget input').fill(`:${line}`);
    await this.page.keyboard.press('Enter');
    await this.atLine(line);
  }

  /**
   * Waits until the cursor is in a line.
   * @param {number} line
   */
  async atLine(line) {
    await this.page.locator('.statusbar-item', { hasText: `Ln ${line}, Col` }).waitFor();
  }

  /**
   * Waits until a file is shown in the active editor.
   * @param {string} name
   */
  async tab(name) {
    await this.page.locator(`.tab.active[data-resource-name="${name}"]`).waitFor();
    await this.page.locator('.editor-instance .view-lines').first().waitFor();
  }

  /**
   * Types a new text over the line of the cursor, after its indentation.
   * @param {string} text
   */
  async retypeLine(text) {
    await this.page.keyboard.press('Home');
    await this.page.keyboard.press('Shift+End');
    await this.page.keyboard.type(text, { delay: 10 });
    await this.page.keyboard.press('Escape');
  }

  /** Whether the active editor holds changes that are not on disk. */
  async isDirty() {
    return (await this.page.locator('.tab.active.dirty').count()) > 0;
  }

  async save() {
    await this.page.keyboard.press('Control+S');
    await until('the editor is saved', async () => !(await this.isDirty()));
  }

  /**
   * Chooses an entry of the menu of the light bulb.
   * @param {string | RegExp} title the whole title, or a part of it
   * @param {string} picture
   */
  async codeAction(title, picture) {
    const hasText = typeof title === 'string' ? exactly(title) : title;
    const entry = this.page.locator(`.action-widget ${rows}.action`, { hasText }).first();
    await until(`the menu offers ${title}`, async () => {
      await this.page.keyboard.press('Escape');
      await this.page.keyboard.press('Control+.');
      return appears(entry, 5000);
    });
    await this.picture(picture);
    await this.moveMouseTo(entry);
    await entry.click();
  }

  // A fresh menu takes no clicks before the mouse has moved on it.
  /** @param {import('playwright-core').Locator} entry */
  async moveMouseTo(entry) {
    const box = await entry.boundingBox();
    assert.ok(box, 'the entry has to be on the screen');
    const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
    await this.page.mouse.move(x - 20, y);
    await this.page.mouse.move(x, y, { steps: 4 });
  }

  /**
   * Runs a command of the palette by its full title.
   * @param {string} title
   */
  async command(title) {
    await this.page.keyboard.press('F1');
    await this.chooseRow(`>${title}`, (row) => row.filter({ hasText: title }));
  }

  /**
   * Chooses from a list that the extension shows.
   * @param {string} label
   * @param {string} picture
   */
  async pick(label, picture) {
    const choice = this.page.locator(`.quick-input-widget ${rows} .label-name`, { hasText: exactly(label) });
    await choice.waitFor();
    await settled(this.page.locator('.quick-input-list'));
    await this.picture(picture);
    await choice.click();
  }

  /**
   * The tooltip of the extension's status bar item, once it says this.
   * @param {RegExp} text
   */
  async status(text) {
    const item = this.page.locator('.statusbar-item[id*="llmdbench"] [aria-label]');
    return until(`the status bar says ${text}`, async () => {
      const labels = await item.evaluateAll((all) => all.map((one) => one.getAttribute('aria-label') ?? ''));
      return labels.find((label) => text.test(label));
    });
  }

  /** @param {RegExp} text */
  async notification(text) {
    const toast = this.page.locator('.notification-toast', { hasText: text });
    await toast.waitFor();
    return toast;
  }

  async showProblems() {
    await this.command('View: Focus Problems');
    await this.page.locator('.markers-panel').waitFor();
  }

  /** @param {RegExp} text */
  problem(text) {
    return this.page.locator(`.markers-panel ${rows}`, { hasText: text }).first();
  }

  /** Waits until no file has a problem. */
  async noProblems() {
    await this.page.locator('.markers-panel', { hasText: 'No problems have been detected' }).waitFor();
  }

  squiggle() {
    return this.page.locator('.editor-instance').locator('.squiggly-warning, .squiggly-error').first();
  }

  /**
   * Rests the mouse on a word of the editor; answers the text that pops up.
   * @param {string} word
   */
  async hover(word) {
    const popup = this.page.locator('.monaco-hover:not(.hidden) .hover-contents').first();
    const place = this.page.locator('.editor-instance .view-line span', { hasText: word }).last();
    await until(`a hover on ${word} pops up`, async () => {
      await this.page.mouse.move(5, 5);
      await place.hover();
      return appears(popup, 5000);
    });
    return (await popup.innerText()).trim();
  }

  /**
   * The group of editors that shows a document.
   * @param {string} name
   */
  groupOf(name) {
    const tab = this.page.locator(`.tab.active[data-resource-name="${name}"]`);
    return this.page.locator('.editor-group-container', { has: tab });
  }

  /**
   * Waits until the part of a document that is on the screen says this.
   * @param {string} name
   * @param {RegExp} text
   */
  async shows(name, text) {
    const lines = this.groupOf(name).locator('.editor-instance .view-lines').first();
    await until(`${name} shows ${text}`, async () => text.test(await drawn(lines)));
  }

  /**
   * Waits until the two sides of the active comparison say this.
   * @param {RegExp} left
   * @param {RegExp} right
   */
  async compares(left, right) {
    const side = (/** @type {string} */ name) => this.page.locator(`.monaco-diff-editor .editor.${name} .view-lines`).first();
    await until(`the left side shows ${left}`, async () => left.test(await drawn(side('original'))));
    await until(`the right side shows ${right}`, async () => right.test(await drawn(side('modified'))));
  }

  /**
   * The lens with this title above the active editor's text.
   * @param {RegExp} title
   */
  lens(title) {
    return this.page.locator('.editor-group-container.active .codelens-decoration a', { hasText: title });
  }

  /**
   * Goes to the definition of a word of a document; to the first if there are
   * several.
   * @param {string} name
   * @param {string} word
   */
  async goToDefinition(name, word) {
    await this.groupOf(name).locator('.view-line span', { hasText: word }).last().click();
    await this.page.keyboard.press('F12');
  }

  /** The part of the active editor's text that is on the screen. */
  async visibleText() {
    return drawn(this.page.locator('.editor-instance .view-lines').first());
  }
}

/**
 * The text that an editor draws; its blanks are drawn as no-break spaces.
 * @param {import('playwright-core').Locator} lines
 */
async function drawn(lines) {
  return (await lines.innerText()).replaceAll('\u00a0', ' ');
}

/**
 * @param {import('playwright-core').Locator} locator
 * @param {number} timeout
 */
export async function appears(locator, timeout) {
  try {
    await locator.first().waitFor({ timeout });
    return true;
  } catch {
    return false;
  }
}

/**
 * Waits until a list has stopped changing: its rows come in several goes, and a
 * click in between hits the wrong one.
 * @param {import('playwright-core').Locator} list
 */
export async function settled(list) {
  let before = '';
  let calm = 0;
  await until('the list has settled', async () => {
    const now = await list.innerText();
    calm = now === before ? calm + 1 : 0;
    before = now;
    return calm >= 3;
  });
}

/** @param {string} text */
export function exactly(text) {
  return new RegExp(`^\\s*${text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}\\s*$`);
}
