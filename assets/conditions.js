// Says a condition in words while it is typed. Without it "Check without saving" does.
const PAUSE = 400 // ms without a key before the portal is asked

export function initConditions () {
  for (const form of document.querySelectorAll('form[data-words]')) {
    for (const line of form.querySelectorAll('[data-words-of]')) {
      const box = document.getElementById(line.dataset.wordsOf)
      if (box) watch(form.dataset.words, box, line)
    }
  }
}

function watch (address, box, line) {
  let timer = null
  let asked = 0
  box.addEventListener('input', () => {
    clearTimeout(timer)
    timer = setTimeout(async () => {
      const mine = ++asked
      const words = await said(address, box).catch(() => null)
      // An answer that comes late must not stand under newer words.
      if (mine !== asked || words === null) return
      line.textContent = words.fault || (words.words ? `${line.dataset.wordsPrefix} ${words.words}.` : '')
    }, PAUSE)
  })
}

async function said (address, box) {
  const query = new URLSearchParams({ text: box.value, before: box.dataset.wordsBefore || '' })
  const answer = await fetch(`${address}?${query}`, { headers: { Accept: 'application/json' } })
  if (!answer.ok || answer.redirected) return null
  return answer.json()
}
