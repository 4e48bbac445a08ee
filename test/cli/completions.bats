# SPDX-License-Identifier: BSD-2-Clause
#
# What the shells make of the TAB key: real ones, on a terminal of their own.

load helpers

FILES=$TEST_TOP/completions

setup_file() {
	export TERM=dumb HOME=$BATS_FILE_TMPDIR XDG_CONFIG_HOME= XDG_DATA_HOME=
	mkdir "$HOME/here"
	touch "$HOME/here/letter.eml"
	mkdir "$HOME/here/folder"
}

# wait_for_lines N FILE
wait_for_lines() {
	local i
	for ((i = 0; i < 300; i++)); do
		[ ! -e "$2" ] || [ "$(wc -l <"$2")" -lt "$1" ] || return 0
		sleep 0.1
	done
	echo "the shell said no more than this:"
	cat "$2" "$T/screen"
	return 1
}

# Shells: the lines that are typed are in $T/typed, each with TAB behind it;
# $T/became has what the line is then.

by_bash() {
	cat >"$T/rc" <<-END
		PS1= ; source '$FILES/mxput.bash'
		cd '$HOME/here'
		bind 'set bell-style none'
		show() {
			printf '%s\n' "\$READLINE_LINE" >>'$T/became'
			READLINE_LINE=
		}
		bind -x '"\C-o": show'
	END
	{
		while IFS= read -r line; do
			printf '%s\t\x0f' "$line"
		done <"$T/typed"
		wait_for_lines "$(wc -l <"$T/typed")" "$T/became" >&2
		printf '\nexit\n'
	} | timeout 50 script -qec "bash --noprofile --rcfile '$T/rc' -i" \
	    /dev/null >"$T/screen" 2>&1 3>&-
}

by_zsh() {
	command -v zsh >/dev/null || skip "no zsh here"
	cat >"$T/rc" <<-END
		PS1= RPS1= ; fpath=('$FILES' \$fpath)
		cd '$HOME/here'
		autoload -Uz compinit; compinit -u -D
		setopt no_beep
		show() { print -r -- "\$BUFFER" >>'$T/became'; BUFFER= }
		zle -N show
		bindkey '^I' complete-word
		bindkey '^O' show
		touch '$T/ready'
	END
	cat >"$T/type" <<-'END'
		zmodload zsh/zpty
		zpty shell zsh -f -i
		zpty -w shell "source $T/rc"
		until [[ -e $T/ready ]]; do sleep 0.05; done
		while IFS= read -r line; do
			zpty -n -w shell "$line"$'\t\x0f'
		done <$T/typed
		wanted=$(wc -l <$T/typed)
		repeat 300; do
			[[ -e $T/became && $(wc -l <$T/became) -ge $wanted ]] &&
			    break
			sleep 0.1
		done
		zpty -d shell
	END
	T=$T timeout 50 zsh -f "$T/type" >"$T/screen" 2>&1 3>&-
}

# becomes SHELL <LINES: "typed -> what it is then"; a blank at the end is
# written as _
becomes() {
	cat >"$T/table"
	sed 's/ -> .*//; s/_$/ /' "$T/table" >"$T/typed"
	sed 's/.* -> //; s/_$/ /' "$T/table" >"$T/wanted"
	"by_$1" || { cat "$T/screen"; return 1; }
	paste -d '>' "$T/typed" "$T/wanted" >"$T/1"
	paste -d '>' "$T/typed" "$T/became" >"$T/2"
	diff "$T/1" "$T/2"
	cmp -s "$T/1" "$T/2"
}

# candidates LINE: what fish offers for its last word
candidates() {
	fish -c 'source $argv[1]; complete -C $argv[2]' \
	    "$FILES/mxput.fish" "$1" 3>&- | cut -f 1 | sort -u
}

# built: the long options that are
built() {
	comm -23 <("$MXPUT" --help |
	    sed -nE 's/^ {2}(-.,|   ) (--[a-z0-9-]+).*/\2/p' | sort) \
	    <("$MXPUT" --features | sed -n 's/^\(--.*\): not yet$/\1/p' | sort)
}

# bash_offers WORD...: what the function has to say about the last word
bash_offers() {
	bash --norc -c 'source "$1"; shift
		COMP_WORDS=("$@") COMP_CWORD=$(($# - 1))
		_mxput
		printf "%s\n" "${COMPREPLY[@]}"' bash "$FILES/mxput.bash" "$@"
}

# bash -------------------------------------------------------------------------

@test "bash completes options, words, parameters and files" {
	becomes bash <<-'END'
		mxput --fo -> mxput --format=
		mxput --format=j -> mxput --format=json_
		mxput --format j -> mxput --format json_
		mxput --color=al -> mxput --color=always_
		mxput --body= -> mxput --body=
		mxput -R h -> mxput -R hdrs_
		mxput -B 8 -> mxput -B 8bitmime_
		mxput --no-c -> mxput --no-config_
		mxput -q --quie -> mxput -q --quiet_
		mxput --from=a --fr -> mxput --from=a --from=
		mxput -o smtp_line_le -> mxput -o smtp_line_length_limit=
		mxput --option=lmtp_lhlo_n -> mxput --option=lmtp_lhlo_name=
		mxput -m let -> mxput -m letter.eml_
		mxput --message=let -> mxput --message=letter.eml_
		mxput -C fol -> mxput -C folder/
		mxput --show-config=s -> mxput --show-config=set_
		mxput -- --fo -> mxput -- --fo
		mxput let -> mxput let
		mxput -d let -> mxput -d let
	END
}

@test "bash offers every option that is built, and no other" {
	equal options "$(bash_offers mxput -- | sed 's/=$//' | sort)" \
	    "$(built)"
}

# zsh --------------------------------------------------------------------------

@test "zsh completes options, words, parameters and files" {
	becomes zsh <<-'END'
		mxput --fo -> mxput --format=
		mxput --format=j -> mxput --format=json_
		mxput --format j -> mxput --format json_
		mxput --color=al -> mxput --color=always_
		mxput -R h -> mxput -R hdrs_
		mxput -B 8 -> mxput -B 8bitmime_
		mxput --no-c -> mxput --no-config_
		mxput a@b --quie -> mxput a@b --quiet_
		mxput -qf a --quie -> mxput -qf a --quiet_
		mxput --from=a --fr -> mxput --from=a --from=
		mxput -o smtp_line_le -> mxput -o smtp_line_length_limit=
		mxput -osmtp_line_le -> mxput -osmtp_line_length_limit=
		mxput --option=lmtp_lhlo_n -> mxput --option=lmtp_lhlo_name=
		mxput -m let -> mxput -m letter.eml_
		mxput --message=let -> mxput --message=letter.eml_
		mxput -C fol -> mxput -C folder/
		mxput --show-config=s -> mxput --show-config=set_
		mxput -- --fo -> mxput -- --fo
		mxput let -> mxput let
		mxput -d let -> mxput -d let
	END
}

@test "zsh offers every option that is built, and no other" {
	"$MXPUT" --help |
	    sed -nE 's/^ {2}(-.,|   ) (--[a-z0-9-]+)(\[?=)?.*/\2 \3/p' |
	    while read -r name equals; do
		if ! built | grep -qx -e "$name"; then
			echo "mxput $name -> mxput $name"
		elif [ -n "$equals" ]; then
			echo "mxput $name -> mxput $name="
		else
			echo "mxput $name -> mxput ${name}_"
		fi
	done >"$T/all"
	[ "$(wc -l <"$T/all")" -gt 40 ]
	becomes zsh <"$T/all"
}

# fish -------------------------------------------------------------------------

@test "fish completes options, words, parameters and files" {
	command -v fish >/dev/null || skip "no fish here"
	cd "$HOME/here"
	equal "an option" "$(candidates 'mxput --fo')" "--format"
	equal "words" "$(candidates 'mxput --format=j')" "--format=json"
	equal "words behind a blank" "$(candidates 'mxput --format j')" json
	equal "a letter" "$(candidates 'mxput -R h')" hdrs
	equal "what can be left out" "$(candidates 'mxput --show-config=s')" \
	    --show-config=set
	equal "parameters" "$(candidates 'mxput -o smtp_line_le')" \
	    smtp_line_length_limit=
	equal "files" "$(candidates 'mxput -m let')" letter.eml
	equal "and by name" "$(candidates 'mxput --message=let')" \
	    --message=letter.eml
	equal "folders" "$(candidates 'mxput -C fol')" folder/
	equal "no recipients" "$(candidates 'mxput let')" ""
	equal "no destinations" "$(candidates 'mxput -d let')" ""
	equal "no options" "$(candidates 'mxput -- --fo')" ""
}

@test "fish offers every option that is built, and no other" {
	command -v fish >/dev/null || skip "no fish here"
	equal options "$(candidates 'mxput --' | sed 's/=$//' | sort -u)" \
	    "$(built)"
}

# All of them ------------------------------------------------------------------

@test "the words that are offered are accepted" {
	local option word n=0
	for option in $(built); do
		for word in $(bash_offers mxput "$option" ''); do
			case $word in
			*= | folder | letter.eml) continue ;;
			esac
			run -0 "$MXPUT" "$option=$word" --version
			n=$((n + 1))
		done
	done
	[ "$n" -gt 15 ]
}

@test "the parameters that are offered are those that act" {
	bash_offers mxput -o '' | sed 's/=$//' | sort >"$T/offered"
	{
		"$MXPUT" --no-config --show-config=all
		"$MXPUT" --no-config --lmtp --show-config=all
	} | sed 's/ = .*//' | sort -u >"$T/known"
	[ "$(wc -l <"$T/offered")" -gt 80 ]
	equal "unknown" "$(comm -23 "$T/offered" "$T/known")" ""
	grep -qx smtp_helo_timeout "$T/offered"
	grep -qx lmtp_lhlo_timeout "$T/offered"
	never grep -qx max_use "$T/offered"
}
