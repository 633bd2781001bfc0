#!/bin/sh
# What a night has learnt goes back to the repository: figures, what is remembered of their sources, and the addresses
# that are online (data/etat/). To be run once the site is published.
#
#   hosting/remember.sh BRANCH [REPOSITORY]    REPOSITORY: where to push, « origin » by default
set -eu
branch=${1:?usage: hosting/remember.sh BRANCH [REPOSITORY]}
repository=${2:-origin}
git add --all -- data
if git diff --cached --quiet; then
  echo "rien de neuf à garder"
  exit 0
fi
git -c user.name=kiosque -c user.email=kiosque@localhost commit --quiet \
  --message "Figures of the night of $(date +%Y-%m-%d) [skip ci]"
# Somebody may have pushed meanwhile; whoever touched the same figures by hand is asked to look.
for attempt in 1 2 3; do
  git push --quiet "$repository" "HEAD:refs/heads/$branch" && exit 0
  echo "essai $attempt : quelqu’un a poussé entre-temps"
  git fetch --quiet "$repository" "refs/heads/$branch"
  git -c user.name=kiosque -c user.email=kiosque@localhost rebase --quiet FETCH_HEAD || {
    git rebase --abort
    echo "les mêmes chiffres ont été modifiés à la main : fusionnez la branche et relancez" >&2
    exit 1
  }
done
echo "la branche « $branch » change sans cesse : rien n’a été gardé" >&2
exit 1
