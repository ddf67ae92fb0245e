// Blocking, right after <body>: without it pages would flash their no-script form first.
document.body.className += ' js-enabled' + ('noModule' in HTMLScriptElement.prototype ? ' govuk-frontend-supported' : '')
