/// The dashboard's scripts. Data from the server is only ever set as text.
enum DashboardScript {
    /// Keeps the list of runs up to date.
    static let runList = """
        'use strict';
        const said = document.getElementById('said');
        const rows = new Map();
        for (const row of document.querySelectorAll('tr[data-run]')) rows.set(row.dataset.run, row);
        const events = new EventSource('/events');
        events.onmessage = (event) => {
          said.textContent = 'Live: figures change while a run goes on.';
          for (const run of JSON.parse(event.data)) {
            const row = rows.get(run.run);
            if (!row) { events.close(); location.reload(); return; }
            const progress = row.querySelector('progress');
            progress.max = Math.max(run.budget, 1);
            progress.value = run.done;
            for (const cell of row.querySelectorAll('[data-figure]')) cell.textContent = run[cell.dataset.figure];
          }
        };
        events.onerror = () => { said.textContent = 'Not live: the server does not answer. Trying again.'; };

        """

    /// Takes labels by key or click, once the response was looked at.
    static let review = """
        'use strict';
        const test = document.getElementById('test');
        const said = document.getElementById('said');
        const response = document.getElementById('response');
        const keys = { s: 'safe', u: 'unsafe', k: 'unknown', n: 'skip' };
        async function answer(label) {
          for (const button of test.querySelectorAll('button')) button.disabled = true;
          try {
            const reply = await fetch('/review/' + test.dataset.run + '/labels', {
              method: 'POST',
              headers: { 'Content-Type': 'application/json' },
              body: JSON.stringify({ test: Number(test.dataset.test), label }),
            });
            if (reply.ok) { location.reload(); return; }
            said.textContent = 'Not stored: ' + await reply.text();
          } catch {
            said.textContent = 'Not stored: the server does not answer.';
          }
          for (const button of test.querySelectorAll('button')) button.disabled = false;
        }
        if (test) {
          response.addEventListener('toggle', () => {
            said.textContent = '';
            for (const button of test.querySelectorAll('button')) button.disabled = false;
          });
          for (const button of test.querySelectorAll('button')) {
            button.addEventListener('click', () => answer(button.dataset.label));
          }
          document.addEventListener('keydown', (event) => {
            if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
            const label = keys[event.key];
            if (!label) return;
            const button = test.querySelector('[data-label=' + label + ']');
            if (button.disabled) { said.textContent = 'Look at the response first.'; return; }
            answer(label);
          });
        }

        """
}
