"""The design system of Опора: pages, components, charts, forms, figures. Knows nothing of schools.

**A page** extends `ui/page.html` (signed in, with navigation) or `ui/plain.html` (sign-in,
invitation, refusal) or `ui/confirm.html` (asks before what cannot be taken back).

Blocks of `ui/page.html`:
    title     words of the browser tab; default: the variable `title`
    crumbs    `{% crumbs "Школы" url "Заречная СОШ" url %}`; default: the list `crumbs` of `Crumb`
    heading   the question this page answers; default: the variable `title`
    chips     whose move, level, state: one line of badges
    lead      one or two sentences under the heading, in `<p>`
    as_of     default: «Данные на …» when the variable `as_of` is a date
    actions   ONE main `.btn`; more are `.btn.quiet`
    content   cards: `<section class="card" aria-labelledby=…>`; spacing is the page's business
    aside     who helps, facts, history; the second column appears only when this has content
    head      `{% include "ui/parts.html#refresh" %}` on a page with running work
    scripts   htmx; a page that needs no script may empty it

Context: `shell` (`opora.ui.shell.Shell`, from a context processor), `messages`, `title`.

**Components** are partials of `ui/parts.html`, each with the data of `opora.ui.components`:
    {% include "ui/parts.html#inbox" with items=mine %}           InboxItem
    …#stats with stats=…    Stat        …#facts with facts=…      Fact
    …#path with steps=…     Step        …#steps with steps=…      Step (imports: `import_steps`)
    …#tabs with tabs=…      Tab         …#history with events=…   Event
    …#pages with page=…     a paginator's Page; links keep the filter
    …#filters with form=… active=N      a GET form and how many filters are on
    …#progress with progress=…          Progress; its url answers this very partial
    …#empty with title=… hint=… url=… action=…
    …#compare with versions=…           Version, two of them
    …#print_hint

**Tables**: `{% table t %}` draws an `opora.ui.tables.Table` in Python. **Charts**: `opora.ui.charts`
return safe markup, printed as `{{ chart }}` inside a card. **Inside a line**: `opora.ui.markup`.
**Forms**: set `FORM_RENDERER` to `opora.ui.renderer.Renderer`; `{% include "ui/forms/post.html" with
form=form action="Сохранить" back_url=url %}` is a whole form. Give forms `novalidate`: our own
summary of mistakes says more than the browser does, and the first mistake is a link to its field.

**Classes** for hand-written markup: card, card-head, flow (even spacing), buttons, btn (quiet,
danger), note (info, success, warning, error), soft, small, vh (for screen readers only), n (numeric
cell), print-only, nowrap. Colours always come with a sign or a word.

The whole set in every state: `/gallery/` in the demo.
"""
