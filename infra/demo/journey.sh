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
helpdesk() {
  TOKEN=
  say "The helpdesk logs in, checks the known facts of $4, and sees the account"
  ask POST /staff/login '{"user_id":"@AGENT@","password":"@AGENT_PASSWORD@"}'
  ask POST /staff/helpdesk/look-ups '{"service":"client","scin":"'"$1"'","nino":"'"$2"'","date_of_birth":"'"$3"'"}'
  LOOK_UP=$(field look_up)
  ask GET "/staff/helpdesk/look-ups/$LOOK_UP/enrolments/client"
  say "It is warned before it de-enrols $4, then does"
  ask POST "/staff/helpdesk/look-ups/$LOOK_UP/de-enrolment" '{"confirmed":false}'
  ask POST "/staff/helpdesk/look-ups/$LOOK_UP/de-enrolment" '{"confirmed":true,"reason":"forgotten user ID and password"}'
}
wind() { curl -sS -o /dev/null -d "days=0&hours=$1&minutes=$2" "$BASE/_local/clock"; }
mail() {
  for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
    HALF=$(curl -sS "$BASE/_local" | sed -n 's/.* are: \([A-Za-z0-9]\{6\}\).*/\1/p' | tail -n 1)
    [ -n "$HALF" ] && [ "$HALF" != "$SEEN" ] && break
    sleep 0.5
  done
  SEEN=$HALF
  printf 'The mail says: %s\n' "$HALF"
}
asked() { printf '%s' "$ANSWER" | grep -o '"secret": *"[a-z_]*", *"positions": *\[[0-9]*, *[0-9]*\]' | sed -n "$1p" | tr -c 'a-z_0-9\n' ' ' | awk '{print $2, $4, $5}'; }
letter() { printf '%s' "$1" | cut -c"$2"; }
two() {
  case $1 in scin) WHOLE=$SCIN ;; cms_password) WHOLE=$CMS ;; nino) WHOLE=$NINO ;; *) WHOLE=$BORN ;; esac
  printf '{"secret":"%s","positions":[%s,%s],"characters":["%s","%s"]}' "$1" "$2" "$3" "$(letter "$WHOLE" "$2")" "$(letter "$WHOLE" "$3")"
}
pin() {
  ask GET /client/login/challenge
  PAIR=$(printf '%s' "$ANSWER" | sed -n 's/.*"positions": *\[\([0-9]\), *\([0-9]\)\].*/\1 \2/p')
  ask POST /client/login/challenge '{"digits":['"$(digit "$1" "${PAIR% *}"),$(digit "$1" "${PAIR#* }")"']}'
}
new_pin() {
  say "Set the new PIN $1 and log in with it"
  ask POST /client/recovery/new-pin '{"pin":"'"$1"'","confirm_pin":"'"$1"'"}'
  pin "$1"
}
locked_out() {
  say 'Three wrong passwords lock; two hours later the right one is taken'
  TOKEN=
  for _ in 1 2 3 4; do ask POST /client/login '{"user_id":"'"$USER_ID"'","password":"wrong1234"}'; done
  wind 2 1
  sign_in client
}
forgotten_password() {
  say 'Recover the password: half on the screen, half by mail'
  TOKEN=
  ask POST /client/recovery/password '{"user_id":"'"$USER_ID"'","email":"demo@example.com","scin":"'"$SCIN"'","nino":"'"$NINO"'","date_of_birth":"'"$1"'"}'
  SCREEN=$(field half)
  mail
  PASSWORD=$SCREEN$HALF
  sign_in client
}
forgotten_pin() {
  say 'Forgot the PIN: the forgotten-PIN button asks two questions'
  ask GET /client/recovery/pin
  FIRST=$(asked 1) SECOND=$(asked 2)
  ask POST /client/recovery/pin '{"answers":['"$(two $FIRST),$(two $SECOND)"']}'
}
three_questions() {
  say 'Forgot the PIN: three wrong ones, and three questions'
  for _ in 1 2 3; do pin 0000000; done
  ask GET /client/recovery/security-questions
  ask POST /client/recovery/security-questions "$1"
}
send_file() {
  say "Ask where to send $1, send it there, and wait for what becomes of it"
  ask POST /client/uploads '{"files":[{"name":"'"$1"'","media_type":"application/pdf","size":'"$(wc -c < "$2" | tr -d ' ')"'}]}'
  UPLOAD=$(field upload)
  PLACE=$(printf '%s' "$ANSWER" | sed -n 's/.*"send_to": *{"url": *"\([^"]*\)".*/\1/p')
  PARTS=$(printf '%s' "$ANSWER" | sed -n 's/.*"fields": *{\([^}]*\)}.*/\1/p' | tr ',' '\n' | sed 's/^ *"\([^"]*\)": *"\([^"]*\)"$/\1=\2/')
  set -- "$2"
  for PART in $PARTS; do set -- "$@" --form-string "$PART"; done
  FILE=$1
  shift
  curl -sS -o /dev/null -w 'The store answers: %{http_code}\n' "$@" -F "file=@$FILE;type=application/pdf" "$PLACE"
  for _ in $(seq 60); do
    ANSWER=$(curl -sS "$BASE/client/uploads/$UPLOAD" -H "Authorization: Bearer $TOKEN")
    printf '%s' "$ANSWER" | grep -q '"finished": *true' && break
    sleep 0.5
  done
  printf 'GET /client/uploads/%s\n%s\n' "$UPLOAD" "$ANSWER"
}
evidence() {
  FOLDER=$(mktemp -d)
  printf '%s' '@PDF@' | base64 -d > "$FOLDER/payslip.pdf"
  printf '%s%s' 'X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-' 'STANDARD-ANTIVIRUS-TEST-FILE!$H+H*' > "$FOLDER/eicar.pdf"
  send_file payslip.pdf "$FOLDER/payslip.pdf"
  send_file eicar.pdf "$FOLDER/eicar.pdf"
  rm -r "$FOLDER"
}
links() { printf '%s' "$ANSWER" | grep -o '"/staff/'"$1"'/[0-9a-f-]*"' | tr -d '"' | sort -u; }
caseworker() {
  say 'A caseworker finds the payslip to view, and the task to help with the other'
  staff
  ask GET /staff/work
  for ITEM in $(links work-items); do
    ask GET "$ITEM"
    for ACTIVITY in $(links activities); do
      ask GET "$ACTIVITY"
      printf '%s' "$ANSWER" | grep -q '"document"' || continue
      ask POST "$ACTIVITY/document" '{}'
      curl -sS -o /dev/null -w 'The document opens: %{http_code} %{content_type}\n' "$(field url)"
    done
  done
}
message() {
  say "Send a message: the form names the types and the own children"
  ask GET /client/messages/new
  ask POST /client/messages "$1"
  say "It stands in the contact history; seconds later its PDF opens by a link for a minute"
  for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
    HISTORY=$(curl -sS -H "Authorization: Bearer $TOKEN" "$BASE/client/contact-history")
    DOCUMENT=$(printf '%s' "$HISTORY" | grep -o '/client/contact-history/[^"]*/document' | head -n 1)
    [ -n "$DOCUMENT" ] && break
    sleep 0.5
  done
  printf 'GET /client/contact-history\n%s\n' "$HISTORY"
  ask GET "$DOCUMENT"
  printf 'The document: %s bytes, beginning %s\n' "$(curl -sS "$(field url)" | wc -c)" "$(curl -sS "$(field url)" | { head -c 5; cat > /dev/null; })"
}
staff() {
  TOKEN=
  ask POST /staff/login '{"user_id":"@CASEWORKER@","password":"@CASEWORKER_PASSWORD@"}'
}
told() {
  for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
    TOLD=$(curl -sS "$BASE/_local" | grep -o "$1" | sed -n '$p')
    [ -n "$TOLD" ] && break
    sleep 0.5
  done
  printf 'The local page says: %s\n' "$TOLD"
}
answer() {
  say 'The caseworker finds it by due time, takes it, opens its PDF, and answers by email with an approved line'
  staff
  ask GET /staff/messages
  for ITEM in $(links messages); do
    ask GET "$ITEM"
    printf '%s' "$ANSWER" | grep -q "$1" && break
  done
  ask POST "$ITEM/take" '{}'
  ask POST "$ITEM/document" '{}'
  curl -sS -o /dev/null -w 'The message opens: %{http_code} %{content_type}\n' "$(field url)"
  ask POST "$ITEM/email" '{"lines":["'"$2"'"]}'
  told 'Important Information about your Child Maintenance case'
}
failed_check() {
  say 'Somebody calls in her name and fails the security check: the letter CMSL9800 is issued'
  ask POST /staff/contacts '{"scin":"'"$1"'"}'
  ask POST "/staff/contacts/$(field contact)/security-check" '{"scin":"'"$1"'","nino":"'"$2"'","date_of_birth":"'"$3"'","name":"Somebody Else"}'
}
read_all() {
  say 'She reads the answer in her contact history, and opens the letter'
  for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
    HISTORY=$(curl -sS -H "Authorization: Bearer $TOKEN" "$BASE/client/contact-history")
    LETTER=$(printf '%s' "$HISTORY" | grep -o '"kind": *"letter".*' | grep -o '/client/contact-history/[^"]*/document' | sed -n 1p)
    [ -n "$LETTER" ] && break
    sleep 0.5
  done
  printf 'GET /client/contact-history\n%s\n' "$HISTORY"
  ask GET "$LETTER"
  curl -sS -o /dev/null -w 'The letter opens: %{http_code} %{content_type}\n' "$(field url)"
}
breach() {
  say 'Another message is not answered: two days and a minute later it is overdue, and that is told once'
  ask POST /client/messages '{"message_type":"general query","text":"When is my next review?"}'
  wind 48 1
  staff
  ask GET /staff/messages
  told 'SlaBreached'
}
say 'A paying parent'
client 121000121688 XX100001A 14/03/1984 'Thomas Whitfield' 2749163
SCIN=121000121688 NINO=XX100001A BORN=14031984 CMS=tide5way
locked_out
forgotten_password 14/03/1984
forgotten_pin
new_pin 5820463
sign_in client
three_questions '{"answers":[@ANSWERS@]}'
new_pin 2749163
PASSWORD=@PASSWORD@
say 'A receiving parent'
client 121000121696 XX100002B 02/11/1986 'Priya Raman-Clarke' 8051372
message '{"message_type":"missing payments","child":"440000000011 Rohan","text":"Nothing has come since February. Where is it?"}'
say 'She uploads evidence: a payslip, and a file with the virus that all scanners are tried with'
evidence
caseworker
say 'A paying parent who chose Self Service as contact preference'
client 121000121761 XX100009A 08/05/1982 'Agnieszka Wójcik' 1470586
message '{"message_type":"query about calculation","text":"Why did the amount change this month?"}'
HERS=$TOKEN
answer calculation amount-if-paid-in-full
failed_check 121000121761 XX100009A 08/05/1982
TOKEN=$HERS
read_all
breach
say 'An applicant with no case yet'
client 121000121712 XX100004D 17/07/1991 'Kirsty MacLeod' 6190254
say 'An employer'
employer 700100017 475/HL10017
say 'The paying parent has forgotten user ID and password: de-enrolled by the helpdesk, registers again'
helpdesk 121000121688 XX100001A 14/03/1984 'Thomas Whitfield'
client 121000121688 XX100001A 14/03/1984 'Thomas Whitfield' 2749163
