// Reading and filling the fields of one question of a section's page.

// [[name, value], ...] as a browser would send them; `standing`: as the server drew them.
export function entriesOf (box, standing = false) {
  const found = []
  for (const field of box.querySelectorAll('input, select, textarea')) {
    if (!field.name || field.disabled) continue
    if (!ticks(field)) found.push([field.name, standing ? drawnValue(field) : field.value])
    else if (standing ? field.defaultChecked : field.checked) found.push([field.name, field.value])
  }
  return found
}

const ticks = (field) => field.type === 'radio' || field.type === 'checkbox'

function drawnValue (field) {
  if (field.tagName !== 'SELECT') return field.defaultValue
  const drawn = [...field.options].find((option) => option.defaultSelected) || field.options[0]
  return drawn ? drawn.value : ''
}

// Shows what is stored in every field that was not touched since `sent`; says whether all could be.
export function fill (box, raw, sent) {
  const was = (name, value) => sent.some(([n, v]) => n === name && v === value)
  let whole = true
  for (const field of box.querySelectorAll('input, select, textarea')) {
    if (!field.name || field.type === 'hidden' || /^(clash|confirm|confirm_note|carried)\./.test(field.name)) continue
    const told = raw[field.name] || []
    if (ticks(field)) {
      if (field.checked === was(field.name, field.value)) field.checked = told.includes(field.value)
    } else if (was(field.name, field.value) || field.value === (told[0] || '')) {
      put(field, told[0] || '')
    } else {
      const before = (sent.find(([name]) => name === field.name) || ['', ''])[1]
      const both = compose(before, field.value, told[0] || '')
      if (both === null) whole = false
      else put(field, both)
    }
  }
  return whole
}

// Other people's words come in around the caret, which stays where its own words are.
function put (field, text) {
  const before = field.value
  if (before === text) return
  const { selectionStart: start, selectionEnd: end } = field
  field.value = text
  if (document.activeElement !== field || typeof start !== 'number') return
  const same = common(before, text)
  const shift = (at) => (at <= same ? at : Math.max(same, at + text.length - before.length))
  field.setSelectionRange(shift(start), shift(end))
}

// Two changes of one text in one, or null where they touch: the server then tells them apart.
export function compose (before, mine, theirs) {
  const [a, b] = [change(before, mine), change(before, theirs)]
  if (a.end > b.start && b.end > a.start) return null
  if (a.start === b.start && a.end === b.end) return null
  const [first, second] = a.start <= b.start && a.end <= b.start ? [a, b] : [b, a]
  return before.slice(0, first.start) + first.text + before.slice(first.end, second.start) +
    second.text + before.slice(second.end)
}

function change (before, after) {
  const start = common(before, after)
  let tail = 0
  while (tail < Math.min(before.length, after.length) - start && before.at(-1 - tail) === after.at(-1 - tail)) tail += 1
  return { start, end: before.length - tail, text: after.slice(start, after.length - tail) }
}

function common (one, other) {
  let same = 0
  while (same < one.length && one[same] === other[same]) same += 1
  return same
}
