# SPDX-License-Identifier: Apache-2.0
#
# Looks at any text file and prints "check <tab> place: sentence".
#
#   white      no tabs (but where a format wants them), no blanks at the end of a line, no carriage
#              return, a line feed at the end of the file
#   later      nothing is marked as to be done later: it is done, or it stands in CHANGES
#   places     no path of the machine on which it was written
#
# A line feed at the end cannot be seen from here; tidy.sh looks for it.

BEGIN {
    later = "(^|[^A-Za-z])(TO" "DO|FIX" "ME|X" "XX|HA" "CK)([^A-Za-z]|$)"
    places = "(^|[^A-Za-z0-9_.~$}/*-])/(work|ho" "me|root|mnt)/"
}

function found(check, sentence) {
    print check "\t" FILENAME ":" FNR ": " sentence
}

/\t/ && FILENAME !~ /Makefile$/ { found("white", "a tab") }
/[ \t]$/ { found("white", "a blank at the end") }
/\r/ { found("white", "a carriage return") }
$0 ~ later { found("later", "work is put off") }
$0 ~ places { found("places", "a path of somebody's machine") }
