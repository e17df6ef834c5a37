BASE=@BASE@
PASSWORD=@PASSWORD@
say() { printf '\n== %s\n' "$*"; }
field() { printf '%s' "$ANSWER" | sed -n "s/.*\"$1\": *\"\([^\"]*\)\".*/\1/p"; }
ask() {
  COUNT=$((COUNT + 1))
  ANSWER=$(curl -sS -X "$1" "$BASE$2" ${TOKEN:+-H} ${TOKEN:+"Authorization: Bearer $TOKEN"} -H "Idempotency-Key: $$-$(date +%s)-$COUNT" ${3:+-H} ${3:+"Content-Type: application/json"} ${3:+-d} ${3:+"$3"})
  printf '%s %s\n%s\n' "$1" "$2" "$ANSWER"
  NEW=$(field token)
  TOKEN=${NEW:-$TOKEN}
}
register() {
  TOKEN=
  say "Register for the $1 site, and say that the user ID is noted"
  ask POST "/$1/registration" '{"first_name":"Demo","surname":"User","email":"'"$2"'","confirm_email":"'"$2"'","password":"'"$PASSWORD"'","confirm_password":"'"$PASSWORD"'"}'
  USER_ID=$(field user_id)
  ask POST "/$1/registration/confirmation" '{"id_noted":true}'
}
sign_in() {
  TOKEN=
  say "Log in with user ID $USER_ID and password $PASSWORD"
  ask POST "/$1/login" '{"user_id":"'"$USER_ID"'","password":"'"$PASSWORD"'"}'
}
digit() { printf '{"position":%s,"digit":"%s"}' "$2" "$(printf '%s' "$1" | cut -c"$2")"; }
client() {
  register client demo@example.com
  say "Enrol with the known facts of $4"
  ask POST /client/enrolment '{"scin":"'"$1"'","nino":"'"$2"'","date_of_birth":"'"$3"'","reference_name":"'"$4"'"}'
  sign_in client
  say "Give two digits of the PIN $5"
  ask GET /client/login/challenge
  PAIR=$(printf '%s' "$ANSWER" | sed -n 's/.*"positions": *\[\([0-9]\), *\([0-9]\)\].*/\1 \2/p')
  ask POST /client/login/challenge '{"digits":['"$(digit "$5" "${PAIR% *}"),$(digit "$5" "${PAIR#* }")"']}'
  say "Homepage of $4"
  ask GET /client/homepage
}
employer() {
  register employer payroll@example.com
  say "Enrol ERN $1: straight to the homepage"
  ask POST /employer/enrolment '{"ern":"'"$1"'","paye_reference":"'"$2"'"}'
  ask GET /employer/homepage
  sign_in employer
  say "Give the ERN for this session, $1"
  ask POST /employer/login/challenge '{"ern":"'"$1"'"}'
  ask GET /employer/homepage
}
say 'A paying parent'
client 121000121688 XX100001A 14/03/1984 'Thomas Whitfield' 2749163
say 'A receiving parent'
client 121000121696 XX100002B 02/11/1986 'Priya Raman-Clarke' 8051372
say 'An applicant with no case yet'
client 121000121712 XX100004D 17/07/1991 'Kirsty MacLeod' 6190254
say 'An employer'
employer 700100017 475/HL10017
