// A job's page is told what happens, and shows it; without this it asks for itself again every two seconds.
const watched = document.querySelector("[data-events]")
if (watched) {
  const told = new EventSource(watched.dataset.events)
  told.onmessage = async (event) => {
    const news = JSON.parse(event.data)
    if (news.ended) told.close()
    const answer = await fetch(location.href)
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("job")
    if (answer.ok && fresh) watched.replaceChildren(...fresh.childNodes)
  }
}
