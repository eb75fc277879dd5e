// Leads on from an older address at once, with the fragment that a refresh would drop.
{
  const { search, hash } = location;
  location.replace(document.currentScript.dataset.to + search + hash);
}
