// Saves the answers of a section by themselves as they are given. Without it the buttons do.
// What a person typed is never taken out of the page: where it cannot be saved, the page says why.
import { entriesOf, fill } from './fields.js'

const PAUSE = 1500 // ms without a key before a text is saved
const SOON = 300 // ms after a choice
const AGAIN = 8000 // ms until another try after one that failed
const BEAT = 45000 // ms between two signs that somebody is here
const AWAY = 300000 // ms without a move after which nobody is here
const KEPT = 'What you typed stays on this page.'
const UNREACHED = `Not saved: the portal cannot be reached. ${KEPT} We keep trying; do not close it.`
const FORBIDDEN = `Not saved: you may not answer this section any more. ${KEPT}`
const OTHER = `Not saved: somebody else has signed in on this computer. ${KEPT}`
const TOO_MUCH = `Not saved: the portal could not take this answer. ${KEPT} A shorter text may help.`

export function initAnswers () {
  for (const form of document.querySelectorAll('form[data-answers]')) new Answers(form)
}

class Answers {
  constructor (form) {
    this.form = form
    this.status = form.querySelector('[data-saved]')
    this.here = document.querySelector('[data-here]')
    this.questions = [...form.querySelectorAll('[data-question]')].map((box) => new Question(form, box))
    this.timer = null
    this.running = null
    this.moved = Date.now()
    form.addEventListener('input', (event) => this.soon(/text|textarea/.test(event.target.type) ? PAUSE : SOON))
    form.addEventListener('change', () => this.soon(SOON))
    form.addEventListener('submit', (event) => this.submit(event))
    for (const back of ['online', 'focus']) window.addEventListener(back, () => this.soon(0))
    document.addEventListener('visibilitychange', () => { if (!document.hidden) this.soon(0) })
    window.addEventListener('beforeunload', (event) => { if (!this.leaving && this.unsaved().length) event.preventDefault() })
    for (const kind of ['keydown', 'pointerdown', 'scroll']) {
      document.addEventListener(kind, () => { this.moved = Date.now() }, { passive: true })
    }
    setInterval(() => this.beat(), BEAT)
    // What the browser put back into the fields by itself is not stored yet.
    this.soon(SOON)
  }

  unsaved () {
    return this.questions.filter((question) => question.differs())
  }

  soon (pause) {
    clearTimeout(this.timer)
    this.timer = setTimeout(() => this.save(), pause)
  }

  // Resolves to what became of it: "saved", "unreached", "signed out" or "refused".
  async save () {
    clearTimeout(this.timer)
    if (this.running) await this.running
    const batch = this.unsaved().filter((question) => question.snapshot() !== question.tried)
    if (!batch.length) return this.unsaved().length ? 'refused' : 'saved'
    this.running = this.send(batch)
    const became = await this.running
    this.running = null
    if (became === 'unreached' || became === 'signed out') this.soon(AGAIN)
    else if (this.unsaved().some((question) => question.snapshot() !== question.tried)) this.soon(PAUSE)
    return became
  }

  async beat () {
    if (document.hidden || this.running || Date.now() - this.moved > AWAY) return
    await this.send([])
  }

  async send (batch) {
    const sent = new Map(batch.map((question) => [question, question.entries()]))
    const { kind, told } = await this.post(this.body(sent))
    if (kind === 'told') return this.take(told, sent)
    if (kind === 'refused') {
      for (const [question, entries] of sent) question.tried = JSON.stringify(entries)
      if (batch.length) this.say(told.words)
    } else if (kind === 'signed out') this.saySignedOut()
    else if (batch.length || kind !== 'unreached') this.say(UNREACHED)
    return kind
  }

  body (sent) {
    const body = new FormData()
    body.append('csrfmiddlewaretoken', this.form.elements.csrfmiddlewaretoken.value)
    for (const question of this.questions) {
      if (!sent.has(question)) body.append(`known.${question.code}`, question.token.value.split('-')[0])
    }
    for (const [question, entries] of sent) {
      body.append(question.token.name, question.token.value)
      for (const [name, value] of entries) body.append(name, value)
    }
    return body
  }

  async post (body, again = true) {
    try {
      const answer = await fetch(this.form.action, {
        method: 'POST', body, headers: { Accept: 'application/json' }, redirect: 'manual',
      })
      if (answer.type === 'opaqueredirect') return { kind: 'signed out' }
      if (answer.ok) return { kind: 'told', told: await answer.json() }
      if (answer.status === 409) return { kind: 'refused', told: await answer.json() }
      if (answer.status === 403) return again ? await this.renew(body) : { kind: 'refused', told: { words: FORBIDDEN } }
      if (answer.status < 500 && answer.status !== 429) return { kind: 'refused', told: { words: TOO_MUCH } }
    } catch { /* no connection */ }
    return { kind: 'unreached' }
  }

  // After signing in again forms carry another secret: it is taken from the page as it is now.
  async renew (body) {
    const answer = await fetch(this.form.action, { redirect: 'manual' })
    if (answer.type === 'opaqueredirect') return { kind: 'signed out' }
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html')
    const fresh = page.querySelector('form[data-answers]')
    if (!answer.ok || !fresh) return { kind: 'refused', told: { words: FORBIDDEN } }
    if (fresh.dataset.person !== this.form.dataset.person) return { kind: 'refused', told: { words: OTHER } }
    this.form.elements.csrfmiddlewaretoken.value = fresh.elements.csrfmiddlewaretoken.value
    body.set('csrfmiddlewaretoken', this.form.elements.csrfmiddlewaretoken.value)
    return this.post(body, false)
  }

  take (told, sent) {
    let trouble = ''
    for (const question of this.questions) {
      const mine = told.answers[question.code]
      const note = told.notes[question.code]
      if (mine) question.take(mine, sent.get(question))
      if (note !== undefined) question.annotate(note, sent.get(question))
      if (mine && /clash|wrong/.test(mine.state)) trouble = trouble || `Question ${question.number}: ${mine.words}`
    }
    this.here.textContent = told.here
    this.here.hidden = !told.here
    if (trouble) this.say(trouble)
    else if (sent.size || this.troubled) this.say(told.words, !this.unsaved().length)
    return trouble ? 'refused' : 'saved'
  }

  say (words, saved = false) {
    this.troubled = !saved
    this.status.classList.toggle('portal-saved__words--not', !saved)
    if (this.status.textContent !== words) this.status.textContent = words
  }

  saySignedOut () {
    this.say(`Not saved: you have been signed out. ${KEPT} `)
    const link = document.createElement('a')
    Object.assign(link, { href: this.form.dataset.signIn, target: '_blank', rel: 'noopener', className: 'govuk-link' })
    link.textContent = 'Sign in again in a new tab'
    this.status.append(link, ', then come back: it is saved by itself.')
  }

  // What is open is saved first: a page that goes to be signed in, or nowhere, loses its text.
  async submit (event) {
    if (this.leaving) return
    event.preventDefault()
    const became = await this.save()
    if (became === 'unreached' || became === 'signed out') return
    // A form takes no second submission while the event of its first one is still under way.
    await new Promise((resolve) => setTimeout(resolve))
    this.leaving = true
    this.form.requestSubmit(event.submitter)
  }
}

class Question {
  constructor (form, box) {
    this.box = box
    this.code = box.dataset.question
    this.token = form.elements[`revision.${this.code}`]
    this.stored = JSON.stringify(entriesOf(box, true))
    this.tried = null // sent, and told that it cannot be saved so
    const number = box.querySelector('.portal-question__number')
    this.number = number ? number.textContent.replace('.', '') : this.code
    this.mark = document.createElement('span')
    this.mark.className = 'portal-question__mark'
    box.querySelector('.portal-question__code').append(this.mark)
  }

  entries () {
    return entriesOf(this.box)
  }

  snapshot () {
    return JSON.stringify(this.entries())
  }

  differs () {
    return !this.box.hidden && this.snapshot() !== this.stored
  }

  take (told, sent) {
    const since = sent || JSON.parse(this.stored)
    if (told.state === 'changed') {
      if (this.differs() || this.box.contains(document.activeElement)) return
      this.follow(told, since)
    } else if (told.state === 'clash') {
      this.ask(told.html)
      fill(this.box, told.raw, since)
      this.tried = this.snapshot()
    } else if (told.state === 'wrong') {
      if (told.token) this.token.value = told.token
      this.tried = JSON.stringify(since)
    } else this.follow(told, since)
    this.mark.textContent = told.words
    this.mark.classList.toggle('portal-question__mark--not', /clash|wrong/.test(told.state))
  }

  // The fields show what is stored; words typed meanwhile stay and are saved next.
  follow (told, since) {
    this.decided()
    this.tried = null
    const typed = this.withoutClash(since)
    const untouched = this.snapshot() === JSON.stringify(typed)
    // What was confirmed just now is what the person has seen of it.
    for (const [name, value] of Object.entries(told.boxes || {})) {
      for (const field of this.box.querySelectorAll(`[name="${name}"]`)) field.value = value
    }
    if (told.raw && !fill(this.box, told.raw, since)) return // the old base joins both once more
    this.token.value = told.token
    this.stored = untouched ? this.snapshot() : JSON.stringify(typed)
    if (told.raw) this.box.dispatchEvent(new Event('change', { bubbles: true }))
  }

  withoutClash (entries) {
    return entries.filter(([name]) => !/^clash(_seen)?\./.test(name))
  }

  ask (html) {
    this.decided()
    this.box.querySelector('.portal-question__code').insertAdjacentHTML('afterend', html)
  }

  decided () {
    const box = this.box.querySelector('[data-clash]')
    if (box) box.remove()
  }

  // What stands under the question, drawn anew unless somebody is at work in it.
  annotate (html, sent) {
    const place = this.box.querySelector('[data-beside]')
    if (!place) return
    const typed = entriesOf(place).filter(([name]) => !name.startsWith('confirm_seen.'))
    const inside = typed.map(([name, value]) => `${name} ${value}`)
    const known = new Set((sent || JSON.parse(this.stored)).map(([name, value]) => `${name} ${value}`))
    if (inside.some((entry) => !known.has(entry))) return
    const settled = !this.differs()
    const focused = place.contains(document.activeElement) ? document.activeElement.id : ''
    const opened = [...place.querySelectorAll('details[open]')].map((part) => part.id)
    place.innerHTML = html
    for (const id of opened) if (document.getElementById(id)) document.getElementById(id).open = true
    if (focused && document.getElementById(focused)) document.getElementById(focused).focus()
    if (settled) this.stored = this.snapshot()
  }
}
