// Shows and hides the questions of a survey page that depend on other answers of the same page.
// Progressive: without this module every such question stays, with a line that says when to answer it.
// The server judges again; what is hidden here is disabled, so it is not sent.

const COMPARE = {
  eq: (a, b) => a === b,
  ne: (a, b) => a !== b,
  lt: (a, b) => a < b,
  le: (a, b) => a <= b,
  gt: (a, b) => a > b,
  ge: (a, b) => a >= b,
}

const round = (number) => Math.round(number * 1e6) / 1e6

// `answers(code, row)` gives the list of codes or typed texts of a question; empty: unanswered.
export function evaluate (node, answers) {
  if (node === null) return true
  if (node.all) return node.all.every((part) => evaluate(part, answers))
  if (node.any) return node.any.some((part) => evaluate(part, answers))
  if (node.not) return !evaluate(node.not, answers)
  if (node.question) {
    const given = answers(node.question, node.row)
    if (given.length === 0) return false
    if (node.answered) return true
    return (node.in || node.includes_any).some((code) => given.includes(code))
  }
  const name = Object.keys(node).find((key) => key in COMPARE)
  if (!name) return false
  const [left, right] = node[name].map((part) => amount(part, answers))
  if (left === null || right === null) return false
  return COMPARE[name](round(left), round(right))
}

function amount (part, answers) {
  if ('value' in part) return part.value
  let sum = part.plus || 0
  for (const code of part.number ? [part.number] : part.sum) {
    const typed = answers(code)
    const number = typed.length ? readNumber(typed[0]) : null
    if (number === null) return null
    sum += number
  }
  return sum
}

export function readNumber (text) {
  const bare = text.replace(/\s+/g, '').replace(/^£/, '')
  return /^-?(\d+|\d{1,3}(,\d{3})+)(\.\d+)?$/.test(bare) ? Number(bare.replace(/,/g, '')) : null
}

function answersOf (root) {
  return (code, row) => {
    const names = row ? [`${code}.${row}`] : [code]
    const given = []
    for (const name of names) given.push(...fields(root, `[name="${CSS.escape(name)}"]`))
    if (!row && given.length === 0) given.push(...fields(root, `[name^="${CSS.escape(code)}."]`))
    return given
  }
}

function fields (root, selector) {
  return [...root.querySelectorAll(selector)]
    .filter((field) => !field.disabled)
    .filter((field) => (/radio|checkbox/.test(field.type) ? field.checked : field.value.trim() !== ''))
    .map((field) => field.value)
}

function apply (root) {
  const answers = answersOf(root)
  // In page order: a question hidden first counts as unanswered for those after it.
  for (const part of root.querySelectorAll('[data-show-if]')) {
    const inHidden = part.parentElement.closest('[data-show-if][hidden]') !== null
    const shown = !inHidden && evaluate(JSON.parse(part.dataset.showIf), answers)
    part.hidden = !shown
    for (const field of part.querySelectorAll('input, textarea, select')) field.disabled = !shown
  }
}

export function initRouting (root = document) {
  if (!root.querySelector('[data-show-if]')) return
  for (const part of root.querySelectorAll('[data-show-if]')) part.classList.add('portal-question--routed')
  apply(root)
  root.addEventListener('change', () => apply(root))
  root.addEventListener('input', () => apply(root))
}
