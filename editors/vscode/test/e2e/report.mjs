// Prints what the test does, one line a step, and keeps every wait finite.

const second = 1000;

/** How long the workbench may take for one thing; slow machines are common. */
export const patience = 40 * second;

/**
 * Runs one step and prints how it went. The first failure ends the test, since
 * each step builds on the ones before.
 * @template T
 * @param {string} title
 * @param {() => Promise<T>} run
 * @param {number} [limit] in milliseconds
 */
export async function step(title, run, limit = 3 * patience) {
  const start = Date.now();
  try {
    const result = await within(limit, run());
    console.log(`ok    ${title} (${seconds(start)})`);
    return result;
  } catch (error) {
    console.log(`FAIL  ${title} (${seconds(start)})`);
    throw error;
  }
}

/** @param {number} start */
function seconds(start) {
  return `${((Date.now() - start) / second).toFixed(1)} s`;
}

/**
 * @template T
 * @param {number} limit
 * @param {Promise<T>} promise
 */
async function within(limit, promise) {
  /** @type {NodeJS.Timeout | undefined} */
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => { reject(new Error(`not done after ${limit / second} s`)); }, limit);
  });
  try {
    return /** @type {T} */ (await Promise.race([promise, late]));
  } finally {
    clearTimeout(timer);
  }
}

/**
 * Asks again and again until the answer is good.
 * @template T
 * @param {string} what
 * @param {() => T | undefined | false | Promise<T | undefined | false>} ask
 * @param {number} [limit] in milliseconds
 * @returns {Promise<T>}
 */
export async function until(what, ask, limit = patience) {
  const end = Date.now() + limit;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined && answer !== false) {
      return answer;
    }
    if (Date.now() > end) {
      throw new Error(`${what}: not so after ${limit / second} s`);
    }
    await new Promise((resolve) => { setTimeout(resolve, 200); });
  }
}
