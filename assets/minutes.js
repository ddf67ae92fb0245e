// Saves the minutes of an item by itself while they are written. Without it the buttons do.
// The server joins what several people write; here nothing that is in a box is ever taken away.
const PAUSE = 1500 // ms without a key before a save
const AGAIN = 10000 // ms until another try after one that failed
const UNREACHED = 'Not saved: no answer from the portal. We keep trying; do not close this page.'

export function initAutosave () {
  for (const form of document.querySelectorAll('form[data-autosave]')) new Autosave(form)
}

class Autosave {
  constructor (form) {
    this.form = form
    this.status = form.querySelector('[data-saved]')
    this.boxes = [...form.querySelectorAll('[data-passage]')].map((piece) => ({
      name: piece.dataset.passage,
      text: piece.querySelector('textarea'),
      base: form.elements[`${piece.dataset.passage}_base`],
      // A page drawn from what was typed holds words that are not stored.
      stored: 'unsaved' in form.dataset ? null : piece.querySelector('textarea').defaultValue,
    }))
    this.timer = null
    this.busy = false
    // A page that shows a clash has words in its box that are not stored: a person decides first.
    this.waits = form.querySelector('.portal-clash') !== null
    form.addEventListener('input', () => this.soon(PAUSE))
    form.addEventListener('submit', () => { this.leaving = true })
    window.addEventListener('beforeunload', (event) => { if (this.open() && !this.leaving) event.preventDefault() })
  }

  open () {
    return this.boxes.some((box) => box.text.value !== box.stored)
  }

  soon (pause) {
    clearTimeout(this.timer)
    if (!this.waits) this.timer = setTimeout(() => this.save(), pause)
  }

  async save () {
    if (this.busy) return this.soon(PAUSE)
    if (!this.open() || this.leaving) return
    this.busy = true
    const sent = new Map(this.boxes.map((box) => [box.name, box.text.value]))
    try {
      const answer = await fetch(this.form.action, {
        method: 'POST',
        body: new FormData(this.form),
        headers: { Accept: 'application/json' },
      })
      if (!answer.ok || answer.redirected) throw new Error(String(answer.status))
      this.take(await answer.json(), sent)
    } catch {
      this.say(UNREACHED)
      this.soon(AGAIN)
    } finally {
      this.busy = false
    }
    if (!this.waits && this.boxes.some((box) => box.text.value !== sent.get(box.name))) this.soon(PAUSE)
  }

  take (told, sent) {
    let words = ''
    for (const box of this.boxes) {
      const mine = told[box.name]
      if (!mine) continue
      const typed = sent.get(box.name)
      if (mine.state !== 'saved') {
        words = mine.words
        this.waits = mine.state === 'clash'
      } else if (!('text' in mine)) {
        // Whatever was typed since began with what was sent.
        box.base.value = mine.revision
        box.stored = typed
      } else if (box.text.value === typed) {
        replace(box.text, mine.text)
        box.base.value = mine.revision
        box.stored = mine.text
      } // Typed on meanwhile: the old base stays, and the next save joins both again.
      words = words || mine.words
    }
    this.say(words)
  }

  say (words) {
    if (this.status.textContent !== words) this.status.textContent = words
  }
}

// Other people's lines come in around the caret, which stays where its own words are.
function replace (box, text) {
  const before = box.value
  const { selectionStart: start, selectionEnd: end } = box
  let same = 0
  while (same < before.length && before[same] === text[same]) same += 1
  const shift = (at) => (at <= same ? at : Math.max(same, at + text.length - before.length))
  box.value = text
  if (document.activeElement === box) box.setSelectionRange(shift(start), shift(end))
}
